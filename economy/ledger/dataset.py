"""An office's projects, their contracts, stages and funds from a folder of data.

Everything goes through the same actions as everybody's: entered by the economy clerk, reviewed by the section
chief, so that the sample has a timeline, receipts and a trail like any other record. A receipt of the sample is a
text file that says it is one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.files.base import ContentFile

from economy.contracts.actions import record_contract
from economy.funds.actions import Evidence, record_funds
from economy.indicators.folders import indicators_in, targets_in
from economy.parcels.actions import ParcelDraft, save_parcel
from economy.parcels.models import LandParcel
from economy.progress.actions import record_progress
from economy.projects.actions.register import register_project
from economy.projects.actions.stages import advance_project
from economy.projects.dates import written_date
from economy.projects.models import FUNNEL, Project, ProjectStage
from governance.industries.queries import industries_by_word, pick_industry
from portal.accounts.dataset import rows
from portal.accounts.models import Area, User
from portal.accounts.roles import Role
from portal.attachments.actions import keep_document
from portal.attachments.folders import documents_in, holder_of
from portal.attachments.models import Document
from portal.figures.periods import parse_period
from portal.registers import office_of
from portal.workflow.actions import take


def load(folder: Path) -> None:
    """Load `projects`, their indicators, contracts, steps, progress, `funds` and land."""
    codes = {row["area_code"] for row in rows(folder / "projects.csv")}
    areas = {area.code: area for area in Area.objects.filter(code__in=codes)}
    if not areas:
        return
    office = office_of(next(iter(areas.values())))
    documents = documents_in(folder, office)
    indicators_in(folder / "projects_indicators.csv", office)
    targets_in(folder / "projects_targets.csv", office, documents)
    clerk, chief = holder_of(Role.ECONOMY_CLERK, office), holder_of(Role.SECTION_CHIEF, office)
    if clerk is None or chief is None:
        return
    fresh = _projects(folder / "projects.csv", areas, office, documents, clerk)
    proof = documents.get("illustrative")
    _contracts(folder / "projects_contracts.csv", fresh, proof, clerk)
    _steps(folder / "projects_steps.csv", fresh, proof, clerk)
    _progress(folder / "projects_progress.csv", fresh, clerk)
    _funds(folder / "funds.csv", fresh, clerk, chief)
    _land(folder / "projects_parcels.csv", fresh, clerk)


def _projects(
    path: Path, areas: dict[str, Area], office: Area, documents: dict[str, Document], by: User
) -> dict[str, Project]:
    """The projects of the file that are not there yet, by name."""
    known = {project.name: project for project in Project.objects.entered().filter(office=office)}
    industries, fresh = industries_by_word(), {}
    people = {user.username: user for user in User.objects.filter(posts__area=office)}
    for row in rows(path):
        if row["name"] in known:
            continue
        signed, text = written_date(row["signed"]) if row["signed"] else (None, "")
        facts = {
            **{name: row[name] for name in ("name", "investor", "industry_label", "note")},
            "industry": pick_industry(row["industry"], industries) if row["industry"] else None,
            "planned_investment": Decimal(row["planned"]) if row["planned"] else None,
            "planned_investment_text": row["planned_text"],
            "parent": known.get(row["parent"]), "is_public": row["public"] == "1",
            "chief_officer": people.get(row["chief"]), "leader": people.get(row["leader"]),
        }  # fmt: skip
        fresh[row["name"]] = known[row["name"]] = register_project(
            facts, area=areas[row["area_code"]], by=by, source=documents.get(row["document"]),
            stage=ProjectStage(row["stage"]), signed=signed, signed_text=text,
            is_illustrative=row["document"] == "illustrative",
        )  # fmt: skip
    return fresh


def _contracts(path: Path, fresh: dict[str, Project], proof: Document | None, by: User) -> None:
    for row in rows(path):
        if row["project"] in fresh:
            record_contract(
                fresh[row["project"]], type=row["type"], amount=Decimal(row["amount"]), amount_text=row["amount_text"],
                signed_on=row["signed_on"], party=row["party"], source_region_code=row["region"], number=row["number"],
                document=proof, note="示例拆分", is_illustrative=True, by=by,
            )  # fmt: skip


def _steps(path: Path, fresh: dict[str, Project], proof: Document | None, by: User) -> None:
    for row in rows(path):
        project = fresh.get(row["project"])
        if project is None:
            continue
        project.refresh_from_db()
        if row["step"] in FUNNEL:
            stage = ProjectStage(row["step"])
            advance_project(project, stage, on=row["on"], document=proof, by=by, note=row["note"])
        else:
            take(project, row["step"], by=by, note=row["note"], on=date.fromisoformat(row["on"]))


def _progress(path: Path, fresh: dict[str, Project], by: User) -> None:
    for row in rows(path):
        if row["project"] in fresh:
            record_progress(
                fresh[row["project"]], period=parse_period(row["period"]), completed=Decimal(row["completed"]),
                note=row["note"], is_illustrative=True, by=by,
            )  # fmt: skip


def _funds(path: Path, fresh: dict[str, Project], clerk: User, chief: User) -> None:
    for row in rows(path):
        project = fresh.get(row["project"])
        if project is None:
            continue
        entry = record_funds(
            project, currency=row["currency"], amount=Decimal(row["amount"]), source_region_code=row["region"],
            received_on=date.fromisoformat(row["received_on"]), receipt_no=row["receipt"], payer=row["payer"],
            note="示例拆分：报道只有合计数", evidence=[Evidence(_receipt(project, row))], is_illustrative=True, by=clerk,
        )  # fmt: skip
        if row["state"] in ("submitted", "counted"):
            take(entry, "submit", by=clerk)
        if row["state"] == "counted":
            take(entry, "count", by=chief)


def _receipt(project: Project, row: dict[str, str]) -> Document:
    unit = "万美元" if row["currency"] == "usd" else "万元"
    text = (
        f"示例凭证，系统附带，不是真实的银行进账单。\n凭证号：{row['receipt']}\n项目：{project.name}\n"
        f"到账日期：{row['received_on']}\n金额：{row['amount']}{unit}\n付款方：{row['payer']}\n"
    )
    file = ContentFile(text.encode(), f"{row['receipt']}.txt")
    return keep_document(file, area=project.area, title=f"示例进账单 {row['receipt']}", by=None)


def _land(path: Path, fresh: dict[str, Project], by: User) -> None:
    parcels = {parcel.name: parcel for parcel in LandParcel.objects.visible_to(by).select_related("area")}
    for row in rows(path):
        if row["project"] in fresh and row["parcel"] in parcels:
            parcel = parcels[row["parcel"]]
            save_parcel(
                ParcelDraft(area=parcel.area, facts={"project": fresh[row["project"]]}), by=by, parcel=parcel
            )
