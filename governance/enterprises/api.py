"""The register of enterprises, by API."""

from __future__ import annotations

from typing import Any

from django.db import models

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.models import Enterprise
from governance.enterprises.serializers import EnterpriseChange, EnterpriseInput
from governance.enterprises.tables import EnterpriseTable
from portal.api.viewsets import Changes, Creates, ScopedViewSet


class EnterpriseViewSet(Creates, Changes, ScopedViewSet):
    """The register; names and numbers of persons go out masked."""

    table = EnterpriseTable
    create_input = EnterpriseInput
    change_input = EnterpriseChange

    def perform_create(self, data: dict[str, Any]) -> Enterprise:
        """Register it."""
        return register_enterprise(data, area=data.pop("area"), by=self.request.user)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Change what differs."""
        change_enterprise(record, data, by=self.request.user, reason=data.pop("reason", ""))


RESOURCES = {"enterprises": EnterpriseViewSet}
