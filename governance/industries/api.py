"""The classification of industries, by API."""

from __future__ import annotations

from django.db import models

from governance.industries.models import IndustryCode
from portal.api.viewsets import ScopedViewSet


class IndustryViewSet(ScopedViewSet):
    """Reference data of every office: seen by whoever may see the table."""

    model = IndustryCode
    columns = ("id", "edition", "section", "code", "name", "level", "parent", "valid_from", "valid_to")
    filters = {
        "code": ["exact", "startswith"],
        "section": ["exact"],
        "level": ["exact"],
        "edition": ["exact"],
    }
    orderings = ("id", "code")
    ordering = "code"
    search_fields = ("code", "name")

    def visible(self) -> models.QuerySet:
        """All of it, or nothing."""
        rows = IndustryCode.objects.all()
        return rows if self.request.user.has_perm("governance.view_industrycode") else rows.none()


RESOURCES = {"industries": IndustryViewSet}
