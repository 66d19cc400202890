"""What may be entered of an enterprise, and what is said before its personal data is shown in full."""

from __future__ import annotations

from typing import Any

from governance.enterprises.actions import checked_credit_code
from governance.enterprises.models import Enterprise, EnterpriseSize
from governance.industries.facts import INDUSTRY
from portal.errors import InvalidInput
from portal.model_fields import field_of
from portal.personal.reveal import SHORTEST_PURPOSE
from portal.records.facts import Asked, Given, facts
from portal.records.kinds import Choice, Money, Text, Words, place

PERSONAL = ("contact_phone", "contact_person", "legal_representative")


def code_or_reason(given: dict[str, Any], asked: Asked) -> None:
    """A credit code, or the reason why there is none."""
    reason = given.get("uscc_missing_reason") or getattr(asked.about, "uscc_missing_reason", "")
    if "uscc" in given and not given["uscc"] and not reason:
        message = "没有填。确实没有代码的，请写明“无信用代码的原因”"
        raise InvalidInput(f"{message}。", [{"field": "uscc", "message": message}])


def purpose_long_enough(text: str) -> str:
    """A purpose that says something."""
    if len(text) < SHORTEST_PURPOSE:
        raise InvalidInput("请写明查看用途，不少于四个字。")
    return text


ENTERPRISE_FACTS = facts(
    Enterprise,
    "name",
    Given("area", place(), aside=True),
    Given("uscc", Text(), read=checked_credit_code, most=40, example="91410100MA3X00001B"),
    "uscc_missing_reason",
    Given("aliases", Words(), most=300),
    INDUSTRY,
    Given("size", Choice(EnterpriseSize.choices, nothing="不清楚")),
    "registered_address",
    "business_address",
    Given("registered_capital", Money(least=0)),
    "established_on",
    "moved_in_on",
    Given("legal_representative", most=60),
    Given("contact_person", most=60),
    Given("contact_phone", most=60),
    Given("note", most=500),
    checks=(code_or_reason,),
)
CHANGE_FACTS = ENTERPRISE_FACTS.plus(
    Given("reason", Text(), label="变更依据", most=200, aside=True,
          help="改动名称、信用代码、注册地址、注册资本、法定代表人时填写，例如：变更登记通知书〔2018〕12号。"),
)  # fmt: skip
REVEAL_FACTS = facts(
    None,
    Given("field", Choice([(name, str(field_of(Enterprise, name).verbose_name)) for name in PERSONAL]),
          label="要看的内容", required=True),
    Given("purpose", Text(), read=purpose_long_enough, label="用途", required=True, most=200,
          help="不少于四个字，会写入操作日志。例如：通知企业参加安全例会。"),
)  # fmt: skip
