"""The bulletin's entry in the menu."""

from portal.site.navigation import NavItem

NavItem(
    "综合简报", "bulletin:index", "bulletin.view_bulletin", icon="journal-text", group="经济运行", order=30
)
