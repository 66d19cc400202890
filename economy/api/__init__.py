"""The resources of this app, below /api/v1/economy/."""

from economy.api.indicators import IndicatorViewSet, ReportViewSet, TargetViewSet
from portal.api.routing import Router

router = Router()
router.register("indicators", IndicatorViewSet)
router.register("targets", TargetViewSet)
router.register("reports", ReportViewSet)
