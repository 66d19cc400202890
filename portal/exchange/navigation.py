"""The exchange's entries in the menu."""

from portal.site.navigation import NavItem

NavItem("我的导出", "exchange:exports", icon="download", group="数据", order=800)
NavItem("导入", "exchange:imports", "exchange.view_importjob", icon="upload", group="数据", order=790)
