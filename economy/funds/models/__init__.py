"""The records of this room."""

from economy.funds.models.entry import (
    EDITABLE,
    EvidenceKind,
    FundsCurrency,
    FundsEntry,
    FundsEvidence,
    FundsState,
    MonthOf,
)
from economy.funds.models.total import FundsStatement, FundsTotal, ProjectFunds, Totals
