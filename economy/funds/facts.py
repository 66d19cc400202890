"""What may be entered of funds in place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from economy.funds.actions import Evidence
from economy.funds.models import EvidenceKind, FundsCurrency, FundsEntry
from economy.regions.actions import region_named
from portal.figures.number import parse_number
from portal.records.facts import CONFIRMED, Asked, Given, facts
from portal.records.kinds import Choice, Money, Papers, Text

CURRENCIES = (("cny", "人民币（万元）"), ("usd", "外币，折合万美元"))


class FundsMoney(Money):
    """万元, or 万美元 of foreign capital."""

    def parsed(self, raw: Any, given: Given, asked: Asked) -> Decimal | None:
        """In the unit of the currency given before it, else of the one on record."""
        currency = asked.given.get("currency") or getattr(asked.about, "currency", FundsCurrency.CNY)
        if currency == FundsCurrency.USD:
            return parse_number(str(raw).removesuffix("万美元").strip())
        return super().parsed(raw, given, asked)


EVIDENCE = Given(
    "evidence", Papers(kinds=EvidenceKind.choices, kind_label="凭证种类", make=Evidence), label="凭证文件", aside=True,
    help="可以先保存草稿，提交前至少要有一份。", because="documents that prove the entry",
)  # fmt: skip
FUNDS_FACTS = facts(
    FundsEntry,
    Given("currency", Choice(FundsCurrency.choices, offered=CURRENCIES)),
    Given("amount", FundsMoney()),
    "received_on",
    Given("source_region_code", Text(), read=region_named, most=40, example="110105"),
    "payer",
    "receipt_no",
    EVIDENCE,
    "note",
    CONFIRMED,
)
EVIDENCE_FACTS = facts(
    FundsEntry,
    Given("evidence", Papers(kinds=EvidenceKind.choices, kind_label="凭证种类", make=Evidence, titled=True),
          label="凭证文件", required=True, because="documents that prove the entry"),
)  # fmt: skip
RELEASE_FACTS = facts(
    None,
    Given("reason", Text(lines=True), label="理由", required=True, most=200,
          help="作废并不放开凭证号。写明为什么这张凭证可以再用，例如：款项退回后又重新到账。"),
)  # fmt: skip
