"""Enterprises and their years, by API."""

from __future__ import annotations

from typing import Any

from django.db import models

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.models import Enterprise
from governance.enterprises.serializers import EnterpriseChange, EnterpriseInput
from portal.api.viewsets import Changes, Creates, ScopedViewSet


class EnterpriseViewSet(Creates, Changes, ScopedViewSet):
    """The register; names and numbers of persons go out masked."""

    model = Enterprise
    columns = (
        "id", "name", "uscc", "industry", "industry__code", "industry__name", "size", "area", "area__name",
        "business_address", "state", "state_on", "is_illustrative",
    )  # fmt: skip
    detail_columns = (
        "aliases", "uscc_missing_reason", "registered_address", "registered_capital", "established_on", "moved_in_on",
        "legal_representative", "contact_person", "contact_phone", "note", "source_document", "created_at", "updated_at",
    )  # fmt: skip
    filters = {
        "area": ["exact"], "state": ["exact", "in"], "uscc": ["exact"], "size": ["exact"], "industry": ["exact"],
        "industry__code": ["exact", "startswith"], "industry__section": ["exact"],
        "moved_in_on": ["gte", "lte"], "established_on": ["gte", "lte"],
    }  # fmt: skip
    orderings = ("id", "name")
    create_input = EnterpriseInput
    change_input = EnterpriseChange

    def perform_create(self, data: dict[str, Any]) -> Enterprise:
        """Register it."""
        return register_enterprise(data, area=data.pop("area"), by=self.request.user)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Change what differs."""
        change_enterprise(record, data, by=self.request.user, reason=data.pop("reason", ""))


RESOURCES = {"enterprises": EnterpriseViewSet}
