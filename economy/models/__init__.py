"""The records of this app."""

from economy.models.indicator import Basis, Caliber, Direction, Indicator, IndicatorTarget, RatioRule
from economy.models.report import OPEN, STANDING, IndicatorReport, ReportState

__all__ = [
    "OPEN",
    "STANDING",
    "Basis",
    "Caliber",
    "Direction",
    "Indicator",
    "IndicatorReport",
    "IndicatorTarget",
    "RatioRule",
    "ReportState",
]
