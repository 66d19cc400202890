"""Addresses. Each mechanism and each app keeps its own; the contract fixes the top ones."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.module_loading import module_has_submodule

from portal.accounts.views import admin_login
from portal.site.public_side import STREET

# An app's pages stand under the desk at its own name, when it has any.
APPS = [
    path(f"desk/{config.label}/", include(f"{config.name}.urls"))
    for config in apps.get_app_configs()
    if Path(config.path).parent == settings.BASE_DIR
    and config.name != "portal"
    and module_has_submodule(config.module, "urls")
]

# Its pages for everybody stand at the top, or under the code of the street they speak for.
PUBLIC = [
    re_path(rf"^{STREET}", include(f"{config.name}.public_urls"))
    for config in apps.get_app_configs()
    if Path(config.path).parent == settings.BASE_DIR and module_has_submodule(config.module, "public_urls")
]

handler400 = "portal.failures.handlers.bad_request"
handler500 = "portal.failures.handlers.server_error"

urlpatterns = [
    path("", include("portal.site.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.health")),
    path("desk/documents/", include("portal.attachments.urls")),
    path("desk/calendar/", include("portal.clock.urls")),
    path("desk/audit/", include("portal.audit.urls")),
    path("desk/bulletin/", include("portal.bulletin.urls")),
    path("desk/", include("portal.exchange.urls")),
    *APPS,
    *PUBLIC,
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api.urls")),
]
