"""Enterprises courted for a chain, by API."""

from __future__ import annotations

from economy.chain.models import TargetEnterprise
from portal.api.viewsets import ScopedViewSet


class TargetEnterpriseViewSet(ScopedViewSet):
    """Enterprises the street courts."""

    model = TargetEnterprise
    columns = ("id", "name", "link", "link__chain", "link__name", "region", "status", "next_step", "next_on")
    detail_columns = ("reason", "is_illustrative", "note")
    filters = {"link": ["exact"], "status": ["exact", "in"]}
    search_fields = ("name",)


RESOURCES = {"target-enterprises": TargetEnterpriseViewSet}
