"""Exports and imports by API, at /api/v1/exchange/."""

from portal.api.routing import Router
from portal.exchange.intake.api import ImportViewSet
from portal.exchange.outgoing.api import ExportViewSet

router = Router()
router.register("exports", ExportViewSet)
router.register("imports", ImportViewSet)
