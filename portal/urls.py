"""Addresses. Each mechanism and each app keeps its own; the contract fixes the top ones."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api.urls")),
]
