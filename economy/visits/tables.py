"""What there is to read of visits."""

from economy.visits.models import ProjectVisit
from portal.records.tables import Table


class VisitTable(Table):
    """Every visit, with what was asked for and when it was settled."""

    model = ProjectVisit
    exported_as, in_back_office = "economy.visits", True
    columns = (
        "project__code",
        "project",
        "visited_on",
        "visited_by",
        "need",
        "answer",
        "settled_on",
        "is_illustrative",
    )
    on_page = ("project", "visited_on", "visited_by", "need", "settled_on")
    filters = {"area": (), "project": ("exact",), "visited_on": ("gte", "lte"), "settled_on": ("isnull",)}
    narrowed_by = ("area", "project", "visited_on__gte", "visited_on__lte", "settled_on__isnull")
    search_fields = ("need", "answer")
    search_label = "搜诉求、办理情况"
    listed_at, opens_at = "economy:visits", "economy:visit"
