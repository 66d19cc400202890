"""The resources of this app, below /api/v1/governance/."""

from governance.api.enterprises import EnterpriseViewSet, EnterpriseYearViewSet
from governance.api.industries import IndustryViewSet
from portal.api.routing import Router

router = Router()
router.register("enterprises", EnterpriseViewSet)
router.register("enterprise-years", EnterpriseYearViewSet)
router.register("industries", IndustryViewSet)
