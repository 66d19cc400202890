"""What there is to read of calendars, deadline rules and deadlines."""

from __future__ import annotations

from portal.clock.models import CalendarDay, CalendarYear, Deadline, DeadlineRule
from portal.records.columns import Col
from portal.records.tables import Table


class CalendarYearTable(Table):
    """The years whose working days are known, and by which notice."""

    model = CalendarYear
    columns = ("year", "document_number", "source", "loaded_by", "loaded_at")
    details = ("notice",)
    on_api = ("year", "document_number", "source", "loaded_at")
    filters = {"year": ("exact", "gte", "lte")}
    orders = {"year": ""}
    order = "-year"


class CalendarDayTable(Table):
    """Days off and make-up workdays; every other day is what its weekday says."""

    model = CalendarDay
    columns = ("day", "kind", "name", "notice")
    filters = {"day": ("exact", "gte", "lte"), "kind": ("exact",), "notice": ("exact",)}
    order = "day"
    search_fields = ("name",)


class DeadlineRuleTable(Table):
    """Deadline rules, past versions too."""

    model = DeadlineRule
    columns = (
        "name",
        "code",
        "length",
        "unit",
        "roll",
        "extension_cap",
        "legal_basis",
        "effective_from",
        "effective_to",
    )
    on_page = ("name", "code", "length", "unit", "roll", "legal_basis", "effective_from", "effective_to")
    filters = {"code": ("exact",), "unit": ("exact",), "effective_from": ("gte", "lte")}
    narrowed_by = ("unit",)
    search_fields = ("name", "code", "legal_basis")


class DeadlineTable(Table):
    """By when records must be dealt with; `model` and `object_id` name the record."""

    model = Deadline
    columns = ("model", "object_id", "rule", "area", "started_on", "strict_on", Col("due_on", sort=True), "paused_on",
               "finished_on")  # fmt: skip
    on_page = ("rule", "area", "started_on", "strict_on", "due_on", "paused_on", "finished_on")
    filters = {
        "model": ("exact",), "object_id": ("exact",), "rule": ("exact",), "area": (),
        "due_on": ("exact", "gte", "lte"), "paused_on": ("isnull",), "finished_on": ("isnull", "gte", "lte"),
    }  # fmt: skip
    narrowed_by = ("area", "finished_on__isnull", "paused_on__isnull")
