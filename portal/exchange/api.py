"""Exports and imports by API, at /api/v1/exchange/."""

from portal.exchange.intake.api import ImportViewSet
from portal.exchange.outgoing.api import ExportViewSet

RESOURCES = {"exports": ExportViewSet, "imports": ImportViewSet}
