"""The records of this room."""

from economy.funds.models.entry import (
    EvidenceKind,
    FundsCurrency,
    FundsEntry,
    FundsEvidence,
    FundsState,
    MonthOf,
)
from economy.funds.models.total import FundsStatement, FundsTotal, ProjectFunds, Totals

__all__ = [
    "FundsCurrency",
    "FundsState",
    "MonthOf",
    "FundsEntry",
    "EvidenceKind",
    "FundsEvidence",
    "Totals",
    "FundsTotal",
    "ProjectFunds",
    "FundsStatement",
]
