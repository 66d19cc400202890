"""Where the trail is proved."""

from portal.site.navigation import NavItem

NavItem("校验操作日志", "audit:verify", "audit.verify", icon="shield-check", group="监督", order=900)
