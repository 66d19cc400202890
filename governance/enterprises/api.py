"""Enterprises and their years, by API."""

from __future__ import annotations

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.facts import CHANGE_FACTS, ENTERPRISE_FACTS
from governance.enterprises.models import Enterprise
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
    create_facts, create_action = ENTERPRISE_FACTS, register_enterprise
    change_facts, change_action = CHANGE_FACTS, change_enterprise


RESOURCES = {"enterprises": EnterpriseViewSet}
