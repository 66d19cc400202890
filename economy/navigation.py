"""The economy entries of the menu."""

from portal.site.navigation import NavItem

NavItem(
    "经济指标", "economy:board", "economy.view_indicatorreport", icon="graph-up", group="经济运行", order=10
)
NavItem(
    "指标填报", "economy:reports", "economy.view_indicatorreport", icon="table", group="经济运行", order=20
)
