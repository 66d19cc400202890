"""The working calendar, by API."""

from __future__ import annotations

from django.db import models

from portal.api.viewsets import ScopedViewSet
from portal.clock.models import CalendarDay, CalendarYear, Deadline


class CalendarResource(ScopedViewSet):
    """Reference data of every office: seen by whoever may see the calendar."""

    def visible(self) -> models.QuerySet:
        """All of it, or nothing."""
        rows = self.model._default_manager.all()
        return rows if self.request.user.has_perm("clock.view_calendaryear") else rows.none()


class CalendarYearViewSet(CalendarResource):
    """The years whose working days are known, and by which notice."""

    model = CalendarYear
    columns = ("year", "document_number", "source", "loaded_at")
    detail_columns = ("notice",)
    filters = {"year": ["exact", "gte", "lte"]}
    orderings = ("year",)
    ordering = "-year"


class CalendarDayViewSet(CalendarResource):
    """Days off and make-up workdays; every other day is what its weekday says."""

    model = CalendarDay
    columns = ("id", "day", "kind", "name", "notice")
    filters = {"day": ["exact", "gte", "lte"], "kind": ["exact"], "notice": ["exact"]}
    orderings = ("id", "day")
    ordering = "day"
    search_fields = ("name",)


class DeadlineViewSet(ScopedViewSet):
    """By when records must be dealt with; `model` and `object_id` name the record."""

    model = Deadline
    columns = ("id", "model", "object_id", "rule", "rule__name", "area", "area__name", "started_on", "strict_on",
               "due_on", "paused_on", "finished_on")  # fmt: skip
    filters = {
        "model": ["exact"], "object_id": ["exact"], "rule": ["exact"], "area": ["exact"],
        "due_on": ["exact", "gte", "lte"], "paused_on": ["isnull"], "finished_on": ["isnull", "gte", "lte"],
    }  # fmt: skip
    orderings = ("id", "due_on")


RESOURCES = {"years": CalendarYearViewSet, "days": CalendarDayViewSet, "deadlines": DeadlineViewSet}
