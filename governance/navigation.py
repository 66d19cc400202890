"""The entries of governance in the menu."""

from portal.site.navigation import NavItem

NavItem(
    "企业名录",
    "governance:enterprises",
    "governance.view_enterprise",
    icon="building",
    group="企业",
    order=30,
)
NavItem(
    "行业分类", "governance:industries", "governance.view_industrycode", icon="list", group="企业", order=38
)
