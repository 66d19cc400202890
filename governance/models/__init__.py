"""The records of this app: what the lines of work share."""

from governance.models.enterprise import IN_THE_AREA, Enterprise, EnterpriseSize, EnterpriseState
from governance.models.industry import EDITION, IndustryCode, IndustryLevel
from governance.models.year import DESIGNATED_SIZE_WAN, EnterpriseYear

__all__ = [
    "DESIGNATED_SIZE_WAN",
    "EDITION",
    "IN_THE_AREA",
    "Enterprise",
    "EnterpriseSize",
    "EnterpriseState",
    "EnterpriseYear",
    "IndustryCode",
    "IndustryLevel",
]
