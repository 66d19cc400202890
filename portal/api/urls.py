"""Addresses below `/api/v1/`."""

from django.urls import path, re_path

from portal.api import views
from portal.api.routing import app_routes

app_name = "api"
urlpatterns = [
    path("schema/", views.schema, name="schema"),
    path("docs/", views.docs, name="docs"),
    path("token/", views.TokenView.as_view(), name="token"),
    *app_routes(),
    re_path(r"^(?P<rest>.*)$", views.no_such_address),
]
