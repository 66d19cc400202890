"""An office's clusters and who belongs to them, from a folder of data; the enterprises are there already."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from economy.clusters.actions import join_cluster, leave_cluster, save_cluster
from economy.clusters.models import IndustryCluster
from governance.enterprises.models import Enterprise
from portal.accounts.dataset import rows
from portal.accounts.models import Area, User
from portal.accounts.roles import Role
from portal.attachments.folders import day_in, documents_in, holder_of, number_in
from portal.attachments.models import Document


def load(folder: Path) -> None:
    """Load `clusters`, `cluster_members` and their `cluster_documents`; a cluster already there is left alone."""
    documents: dict[str, Document] = {}
    for row in rows(folder / "clusters.csv"):
        area = Area.objects.get(code=row["area_code"])
        clerk = holder_of(Role.ECONOMY_CLERK, area)
        if clerk is None or IndustryCluster.objects.filter(area=area, name=row["name"]).exists():
            continue
        documents = documents or documents_in(folder, area, "cluster_documents.csv")
        cluster = save_cluster(
            {"name": row["name"], "lead_chain": row["lead_chain"], "note": row["note"],
             "target_output": number_in(row["target_output"]),
             "target_year": int(row["target_year"]) if row["target_year"] else None},
            area=area, by=clerk, source=documents.get(row["document"]),
            is_illustrative=row["document"] == "illustrative",
        )  # fmt: skip
        _members(folder / "cluster_members.csv", cluster, documents, clerk)


def _members(path: Path, cluster: IndustryCluster, documents: dict[str, Document], clerk: User) -> None:
    register = {
        one.name: one
        for one in Enterprise.objects.registered().filter(office=cluster.area_id).select_related("area")
    }
    for row in rows(path):
        if row["cluster"] != cluster.name:
            continue
        membership = join_cluster(
            cluster, register[row["enterprise"]], role=row["role"], joined_on=date.fromisoformat(row["joined_on"]),
            joined_precision=row["precision"], note=row["note"], by=clerk, source=documents.get(row["document"]),
            is_illustrative=row["document"] == "illustrative",
        )  # fmt: skip
        if left_on := day_in(row["left_on"]):
            leave_cluster(membership, left_on=left_on, reason=row["left_reason"], by=clerk)
