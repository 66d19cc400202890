"""Where resources live: `/api/v1/<app>/<resource>/`, found in each app's `api.py`."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from rest_framework import routers, viewsets

from portal.api.viewsets import ScopedViewSet, with_steps
from portal.workflow.flows import flow_of


class Router(routers.SimpleRouter):
    """The resources of one app; an app's `api.py` keeps one as `router`."""

    def register(
        self, prefix: str, viewset: type[viewsets.ViewSetMixin], basename: str | None = None
    ) -> None:
        """Add a resource; the steps of its life cycle become addresses of their own."""
        if issubclass(viewset, ScopedViewSet):
            with_steps(viewset, flow_of(viewset.model))
        super().register(prefix, viewset, basename=basename or prefix)


def app_routes() -> list[URLPattern | URLResolver]:
    """Every app's resources below its label."""
    return [
        path(f"{label}/", include((router.urls, label)))
        for label, router in app_routers().items()
    ]  # fmt: skip


def app_routers() -> dict[str, Router]:
    """The router of every app that has an `api.py`, by app label."""
    found = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "api"):
            router = getattr(import_module(f"{config.name}.api"), "router", None)
            if router is not None:
                found[config.label] = router
    return found
