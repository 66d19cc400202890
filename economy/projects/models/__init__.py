"""The records of this room."""

from economy.projects.models.project import (
    FUNNEL,
    NATIONAL_CODE,
    RANK,
    STANDING,
    UNDER_WAY,
    Project,
    ProjectStage,
)
from economy.projects.models.stage import DatePrecision, ProjectMilestone, ReversalState, StageReversal

__all__ = [
    "NATIONAL_CODE",
    "ProjectStage",
    "FUNNEL",
    "RANK",
    "UNDER_WAY",
    "STANDING",
    "Project",
    "DatePrecision",
    "ProjectMilestone",
    "ReversalState",
    "StageReversal",
]
