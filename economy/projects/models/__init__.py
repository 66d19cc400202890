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
