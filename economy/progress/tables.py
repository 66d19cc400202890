"""What there is to read of completed investment."""

from __future__ import annotations

from economy.progress.models import ProjectProgress
from portal.records.tables import Table


class ProgressTable(Table):
    """Investment completed up to the end of a month."""

    model = ProjectProgress
    exported_as = "economy.project_progress"
    export_permission = "economy.export_project"
    in_back_office = True
    columns = (
        "project__code",
        "project",
        "area",
        "period",
        "completed",
        "fall_reason",
        "note",
        "is_illustrative",
    )
    on_page = ("project", "period", "completed", "note", "fall_reason")
    filters = {
        "area": (),
        "project": ("exact",),
        "period": ("exact", "gte", "lte"),
        "is_illustrative": ("exact",),
    }
    narrowed_by = ("area", "project", "period__gte", "period__lte")
