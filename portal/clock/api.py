"""The working calendar, by API."""

from __future__ import annotations

from django.db import models

from portal.api.viewsets import ScopedViewSet
from portal.clock.tables import CalendarDayTable, CalendarYearTable, DeadlineTable


class CalendarResource(ScopedViewSet):
    """Reference data of every office: seen by whoever may see the calendar."""

    def visible(self) -> models.QuerySet:
        """All of it, or nothing."""
        rows = self.model._default_manager.all()
        return rows if self.request.user.has_perm("clock.view_calendaryear") else rows.none()


class CalendarYearViewSet(CalendarResource):
    """The years whose working days are known, and by which notice."""

    table = CalendarYearTable


class CalendarDayViewSet(CalendarResource):
    """Days off and make-up workdays; every other day is what its weekday says."""

    table = CalendarDayTable


class DeadlineViewSet(ScopedViewSet):
    """By when records must be dealt with; `model` and `object_id` name the record."""

    table = DeadlineTable


RESOURCES = {"years": CalendarYearViewSet, "days": CalendarDayViewSet, "deadlines": DeadlineViewSet}
