"""Where resources live: `/api/v1/<app>/<resource>/`, found in each app's and room's `api.py` and tables."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from rest_framework import routers, viewsets

from portal.api.viewsets import ScopedViewSet, with_steps
from portal.records.tables import tables_saying
from portal.rooms import parts
from portal.workflow.flows import flow_of


class Router(routers.SimpleRouter):
    """The resources of one app: what the `RESOURCES` of its parts name."""

    def register(
        self, prefix: str, viewset: type[viewsets.ViewSetMixin], basename: str | None = None
    ) -> None:
        """Add a resource; the steps of its life cycle become addresses of their own."""
        if issubclass(viewset, ScopedViewSet):
            with_steps(viewset, flow_of(viewset.table.model))
        super().register(prefix, viewset, basename=basename or prefix)


def app_routes() -> list[URLPattern | URLResolver]:
    """Every app's resources below its label."""
    return [
        path(f"{label}/", include((router.urls, label)))
        for label, router in app_routers().items()
    ]  # fmt: skip


def app_routers() -> dict[str, Router]:
    """The router of every app that has resources, by app label."""
    found: dict[str, Router] = {}
    for config, part in parts("api"):
        for prefix, viewset in getattr(part, "RESOURCES", {}).items():
            found.setdefault(config.label, Router()).register(prefix, viewset)
    for table in tables_saying("served_as"):
        viewset = type(
            f"{table.__name__}ViewSet", (ScopedViewSet,), {"table": table, "__doc__": table.__doc__}
        )
        found.setdefault(table.model._meta.app_label, Router()).register(table.served_as, viewset)
    return found
