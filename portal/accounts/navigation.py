"""One's own account in the menu."""

from portal.site.navigation import NavItem

NavItem("修改密码", "accounts:password", icon="key", group="我的账号", order=960)
NavItem("动态口令", "accounts:second_factor", icon="shield-check", group="我的账号", order=970)
