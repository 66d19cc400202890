"""The register of enterprises, by API."""

from __future__ import annotations

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.facts import CHANGE_FACTS, ENTERPRISE_FACTS
from governance.enterprises.tables import EnterpriseTable
from portal.api.viewsets import Changes, Creates, ScopedViewSet


class EnterpriseViewSet(Creates, Changes, ScopedViewSet):
    """The register; names and numbers of persons go out masked."""

    table = EnterpriseTable
    create_facts, create_action = ENTERPRISE_FACTS, register_enterprise
    change_facts, change_action = CHANGE_FACTS, change_enterprise


RESOURCES = {"enterprises": EnterpriseViewSet}
