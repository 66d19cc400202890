"""Funds in place by API."""

from __future__ import annotations

from economy.funds.actions import change_funds, record_funds, release_receipt
from economy.funds.facts import FUNDS_FACTS, RELEASE_FACTS
from economy.funds.tables import FundsTable
from portal.api.viewsets import Changes, Creates, ScopedViewSet, acts


class FundsViewSet(Creates, Changes, ScopedViewSet):
    """Funds in place; an entry counts once somebody else has reviewed it."""

    table = FundsTable
    facts, about = FUNDS_FACTS, "project"
    create_action, change_action = record_funds, change_funds
    change_permission = "economy.add_fundsentry"
    release = acts("release", release_receipt, RELEASE_FACTS, "放开已作废记录的凭证号。")


RESOURCES = {"funds": FundsViewSet}
