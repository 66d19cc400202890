"""The working calendar, by API."""

from __future__ import annotations

from django.db import models

from portal.api.routing import Router
from portal.api.viewsets import ScopedViewSet
from portal.clock.models import CalendarDay, CalendarYear


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


router = Router()
router.register("years", CalendarYearViewSet)
router.register("days", CalendarDayViewSet)
