from django.contrib.admin.apps import AdminConfig

from portal.rooms import load_parts


class BackOfficeConfig(AdminConfig):
    """The back office; finds each app's and room's sections by their file name."""

    default_site = "portal.backoffice.site.BackOffice"

    def ready(self) -> None:
        super().ready()
        load_parts("admin")
