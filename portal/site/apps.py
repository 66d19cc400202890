from django.apps import AppConfig

from portal.rooms import load_parts


class SiteConfig(AppConfig):
    """Pages; finds what each app and room shows on the public home and on record pages by its file name."""

    name = "portal.site"
    verbose_name = "页面"

    def ready(self) -> None:
        load_parts("public_panels", "tables", "sections")
