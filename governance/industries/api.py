"""The classification of industries, by API."""

from __future__ import annotations

from django.db import models

from governance.industries.models import IndustryCode
from governance.industries.tables import IndustryTable
from portal.api.viewsets import ScopedViewSet


class IndustryViewSet(ScopedViewSet):
    """Reference data of every office: seen by whoever may see the table."""

    table = IndustryTable

    def visible(self) -> models.QuerySet:
        """All of it, or nothing."""
        rows = IndustryCode.objects.all()
        return rows if self.request.user.has_perm("governance.view_industrycode") else rows.none()


RESOURCES = {"industries": IndustryViewSet}
