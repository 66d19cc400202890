"""Clusters and their members in the back office; members join and leave on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from economy.clusters.actions import FACTS, save_cluster
from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.tables import ClusterTable
from portal.accounts.requests import user_of
from portal.admin import ScopedModelAdmin, rows_of

MEMBERS = rows_of(
    ClusterMembership, "enterprise", "role", "joined_on", "left_on", "left_reason", title="成员",
    order=("joined_on", "id"), related=("enterprise", "cluster"),
)  # fmt: skip


@admin.register(IndustryCluster)
class ClusterAdmin(ScopedModelAdmin):
    """Clusters."""

    table = ClusterTable
    autocomplete_fields = ("area",)
    fields = ("area", *FACTS)
    inlines = (MEMBERS,)

    def get_inlines(self, request: HttpRequest, obj: IndustryCluster | None) -> tuple[type, ...]:
        """A new cluster has no members."""
        return () if obj is None else self.inlines

    def get_readonly_fields(
        self, request: HttpRequest, obj: IndustryCluster | None = None
    ) -> tuple[str, ...]:
        """The area is fixed once given."""
        return () if obj is None else ("area",)

    def save_model(self, request: HttpRequest, obj: IndustryCluster, form: Any, change: bool) -> None:
        """Kept by the action that keeps the rules."""
        facts = {name: form.cleaned_data[name] for name in FACTS}
        cluster = IndustryCluster.objects.visible_to(user_of(request)).get(pk=obj.pk) if change else None
        obj.pk = save_cluster(
            facts, area=form.cleaned_data.get("area"), cluster=cluster, by=user_of(request)
        ).pk
