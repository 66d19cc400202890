from django.apps import AppConfig

from portal.rooms import load_parts


class PortalConfig(AppConfig):
    """The kernel; finds each app's and room's part of a mechanism by its file name."""

    name = "portal"
    verbose_name = "门户内核"

    def ready(self) -> None:
        load_parts("rules", "flows", "exports", "imports", "bulletin", "indicators", "navigation")
