"""Projects under way as an indicator."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from economy.projects.models import Project, ProjectStage
from economy.projects.tables import ProjectTable
from portal.figures.computed import Computation, computed
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.projects_under_way", unit=Unit.ITEM)
def projects_under_way(areas: frozenset[int], period: Period) -> Computation:
    """How many projects stand now between the start of building and full operation (开工、部分投产).

    Stages of years past are known only as far as their days were written down, so earlier months have none.
    """
    if period.ends_on < timezone.localdate():
        return Computation(
            None, ProjectTable.link(areas=areas, under_way=True), "只知道现在的阶段，以前月份的没有留存"
        )
    stages = (ProjectStage.STARTED, ProjectStage.PARTIALLY_OPERATIONAL)
    count = Project.objects.filter(area__in=areas, stage__in=stages).count()
    return Computation(Decimal(count), ProjectTable.link(areas=areas, under_way=True))
