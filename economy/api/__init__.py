"""The resources of this app, below /api/v1/economy/."""

from economy.api.clusters import ClusterMemberViewSet, ClusterViewSet
from economy.api.indicators import IndicatorViewSet, ReportViewSet, TargetViewSet
from economy.api.parcels import (
    CarrierViewSet,
    ParcelViewSet,
    PlaceViewSet,
    PremisesViewSet,
    TargetEnterpriseViewSet,
)
from economy.api.projects import (
    ContractViewSet,
    FundsTotalViewSet,
    FundsViewSet,
    MilestoneViewSet,
    ProgressViewSet,
    ProjectViewSet,
    ReversalViewSet,
)
from portal.api.routing import Router

router = Router()
router.register("indicators", IndicatorViewSet)
router.register("targets", TargetViewSet)
router.register("reports", ReportViewSet)
router.register("parcels", ParcelViewSet)
router.register("carriers", CarrierViewSet)
router.register("premises", PremisesViewSet)
router.register("places", PlaceViewSet)
router.register("target-enterprises", TargetEnterpriseViewSet)
router.register("clusters", ClusterViewSet)
router.register("cluster-members", ClusterMemberViewSet)
router.register("projects", ProjectViewSet)
router.register("contracts", ContractViewSet)
router.register("stage-reversals", ReversalViewSet)
router.register("funds", FundsViewSet)
router.register("funds-totals", FundsTotalViewSet)
router.register("project-progress", ProgressViewSet)
router.register("project-milestones", MilestoneViewSet)
