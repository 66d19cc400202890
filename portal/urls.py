"""Addresses. Each mechanism and each app keeps its own; the contract fixes the top ones."""

from django.contrib import admin
from django.urls import include, path

from portal.accounts.views import admin_login

urlpatterns = [
    path("", include("portal.site.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.health")),
    path("desk/documents/", include("portal.attachments.urls")),
    path("desk/calendar/", include("portal.clock.urls")),
    path("desk/audit/", include("portal.audit.urls")),
    path("desk/", include("portal.exchange.urls")),
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api.urls")),
]
