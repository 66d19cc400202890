from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    """The kernel; finds each app's part of a mechanism by its file name."""

    name = "portal"
    verbose_name = "门户内核"

    def ready(self) -> None:
        autodiscover_modules("rules", "flows", "exports", "imports", "bulletin", "indicators", "navigation")
