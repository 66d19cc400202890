from django.contrib.admin.apps import AdminConfig

from portal.rooms import load_parts


class BackOfficeConfig(AdminConfig):
    """The back office; finds each app's and room's sections by their file name, and those its tables ask for."""

    default_site = "portal.backoffice.site.BackOffice"

    def ready(self) -> None:
        super().ready()
        from portal.backoffice.base import register_sections_of_tables

        load_parts("admin", "tables")
        register_sections_of_tables()
