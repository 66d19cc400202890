"""The economy entries of the menu."""

from portal.site.navigation import NavItem

NavItem(
    "经济指标", "economy:board", "economy.view_indicatorreport", icon="graph-up", group="经济运行", order=10
)
NavItem(
    "指标填报", "economy:reports", "economy.view_indicatorreport", icon="table", group="经济运行", order=20
)
NavItem("招商地图", "economy:map", "economy.view_landparcel", icon="geo-alt", group="招商引资", order=30)
NavItem("地块", "economy:parcels", "economy.view_landparcel", icon="flag", group="招商引资", order=31)
NavItem(
    "产业载体",
    "economy:carriers",
    "economy.view_industrialcarrier",
    icon="building",
    group="招商引资",
    order=32,
)
NavItem("产业链图", "economy:chain_map", "economy.view_chainlink", icon="funnel", group="招商引资", order=33)
NavItem(
    "目标企业",
    "economy:target_enterprises",
    "economy.view_targetenterprise",
    icon="people",
    group="招商引资",
    order=34,
)
NavItem("产业集群", "economy:clusters", "economy.view_industrycluster", icon="people", group="企业", order=36)
NavItem("项目漏斗", "economy:funnel", "economy.view_project", icon="funnel", group="招商引资", order=24)
NavItem(
    "招商项目", "economy:projects", "economy.view_project", icon="clipboard-check", group="招商引资", order=25
)
NavItem(
    "到位资金", "economy:funds", "economy.view_fundsentry", icon="journal-text", group="招商引资", order=26
)
NavItem("项目合同", "economy:contracts", "economy.view_contract", icon="pencil", group="招商引资", order=27)
NavItem("走访服务", "economy:visits", "economy.view_projectvisit", icon="people", group="招商引资", order=28)
