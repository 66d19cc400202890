from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    """Pages; finds what each app shows on the public home by its file name."""

    name = "portal.site"
    verbose_name = "页面"

    def ready(self) -> None:
        autodiscover_modules("public_panels")
