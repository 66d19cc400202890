"""The calendar's entry in the menu."""

from portal.site.navigation import NavItem

NavItem("工作日历", "clock:calendar", "clock.view_calendaryear", icon="calendar3", group="数据", order=820)
