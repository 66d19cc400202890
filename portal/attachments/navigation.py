"""The documents' entry in the menu."""

from portal.site.navigation import NavItem

NavItem(
    "来源文件",
    "attachments:documents",
    "attachments.view_document",
    icon="paperclip",
    group="数据",
    order=780,
)
