"""What there is to read of projects, their stages and proposals to go back."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from economy.projects.models import UNDER_WAY, Project, ProjectMilestone, ProjectStage, StageReversal
from portal.records.columns import Col
from portal.records.expressions import newest_of, sum_of
from portal.records.filters import Asked
from portal.records.tables import Table

COMMITTEE = re.compile("(居民|村民)委员会$")
BUILDING = [stage for stage in UNDER_WAY if stage not in (ProjectStage.SIGNED, ProjectStage.LANDED)]
TOTALS = "各室合计的数，字段在合计表里，名称要说明是谁的"


def under_way(rows: models.QuerySet, yes: bool, asking: Any) -> models.QuerySet:
    """The projects being built or partly in operation, or the others."""
    return rows.filter(stage__in=BUILDING) if yes else rows.exclude(stage__in=BUILDING)


def _total(field: str, label: str, unit: str = "万元", heading: str = "") -> Col:
    return Col(f"funds_total__{field}", label, unit=unit, name=field, heading=heading, because=TOTALS)


class ProjectTable(Table):
    """Every project with its money, each kind in its own column, in 万元."""

    model = Project
    exported_as = "economy.projects"
    columns = (
        "code", "name", "parent", "investor", "enterprise", "industry_label", "industry__code", "industry",
        "national_code", "area__code", Col("area", show=lambda name: COMMITTEE.sub("", name)), "stage",
        "stage_text", Col("signed_text", heading="签约时间", kind="date", show=str), "signed_month", "planned_investment",
        "planned_investment_text",
        Col(name="contract_sum", label="合同金额合计", unit="万元", kind="decimal", heading="合同合计",
            value=sum_of("contracts", "amount", state="standing")),
        Col(name="completed", label="累计完成投资", unit="万元", kind="decimal",
            value=newest_of("progress", "completed", by="period")),
        _total("in_place", "到位资金"), _total("out_of_district", "其中区外资金", heading="其中区外"),
        _total("out_of_province", "其中省外资金"), _total("foreign_usd", "实际利用外资", "万美元"),
        "chief_officer", "leader", "is_public", "note", "is_illustrative",
    )  # fmt: skip
    details = ("stage_on", "signed_on", "source_document", "created_at", "updated_at")
    on_page = (
        "name",
        "planned_investment",
        "contract_sum",
        "in_place",
        "out_of_district",
        "signed_text",
        "stage",
        "area",
    )
    on_api = ("code", "name", "parent", "investor", "industry_label", "area", "planned_investment", "stage", "stage_text",
              "signed_text", "signed_month", "is_public", "is_illustrative")  # fmt: skip
    filters = {
        "area": (), "stage": ("exact", "in"), "signed_month": ("exact", "gte", "lte"), "parent": ("exact",),
        "enterprise": ("exact",), "leader": ("exact",), "is_public": ("exact",), "is_illustrative": ("exact",),
    }  # fmt: skip
    asked = (Asked("under_way", "在建", "boolean", under_way),)
    narrowed_by = (
        "area",
        "stage",
        "under_way",
        "signed_month__gte",
        "signed_month__lte",
        "is_public",
        "is_illustrative",
    )
    orders = {"code": ""}
    search_label = "搜名称、编号、投资方、备注"
    listed_at, opens_at = "economy:projects", "economy:project"


class MilestoneTable(Table):
    """When projects came to their stages, as far as it is known, and the document that shows it."""

    model = ProjectMilestone
    exported_as = "economy.project_milestones"
    export_permission = "economy.export_project"
    served_as = "project-milestones"
    columns = ("project__code", "project", "stage", "text", "on", "precision", "document", "note")
    on_page = ("stage", "text", "document", "note")
    filters = {"area": (), "project": ("exact",), "stage": ("exact", "in")}
    narrowed_by = ("area", "stage")


class ReversalTable(Table):
    """Proposals to set a project back; somebody else confirms them."""

    model = StageReversal
    exported_as = "economy.stage_reversals"
    export_permission = "economy.export_project"
    in_back_office = True
    columns = ("project__code", "project", "area", "from_stage", "to_stage", "reason", "proposed_by", "created_at", "state",
               "decided_by", "decided_at", "document")  # fmt: skip
    on_page = ("project", "from_stage", "to_stage", "reason", "proposed_by", "state")
    filters = {"area": (), "project": ("exact",), "state": ("exact", "in"), "to_stage": ("exact",)}
    narrowed_by = ("area", "state")
    listed_at, opens_at = "economy:reversals", "economy:reversal"
