"""An office's enterprises, their years and what became of them, from a folder of data.

Entered through the same actions as everybody's, by the economy clerk of the office, so that the sample has
a timeline and a trail like any other record. Without that clerk (outside the demo) nothing is entered.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from governance.industries.queries import industries_by_word, pick_industry
from governance.years.actions import record_year
from portal.accounts.dataset import rows
from portal.accounts.models import Area, User
from portal.accounts.roles import Role
from portal.attachments.folders import day_in, documents_in, holder_of, number_in
from portal.attachments.models import Document
from portal.registers import office_of
from portal.workflow.actions import take

TEXTS = (
    "name", "uscc", "uscc_missing_reason", "size", "registered_address", "business_address", "legal_representative",
    "contact_person", "contact_phone", "note",
)  # fmt: skip


def load(folder: Path) -> None:
    """Load `documents`, `enterprises`, `enterprise_years` and `enterprise_steps`; only what is not there yet."""
    codes = {row["area_code"] for row in rows(folder / "enterprises.csv")}
    areas = {area.code: area for area in Area.objects.filter(code__in=codes).order_by("depth")}
    office = office_of(next(iter(areas.values()))) if areas else None
    clerk = holder_of(Role.ECONOMY_CLERK, office) if office else None
    if office is None or clerk is None:
        return
    documents = documents_in(folder, office)
    fresh = _enterprises(folder / "enterprises.csv", areas, office, documents, clerk)
    for row in rows(folder / "enterprise_years.csv"):
        if row["enterprise"] in fresh:
            _year(fresh[row["enterprise"]], row, documents, clerk)
    for row in rows(folder / "enterprise_steps.csv"):
        if row["enterprise"] in fresh:
            take(fresh[row["enterprise"]], row["step"], by=clerk, on=day_in(row["on"]), note=row["note"],
                 evidence=row["evidence"] or None)  # fmt: skip


def _enterprises(
    path: Path, areas: dict[str, Area], office: Area, documents: dict[str, Document], clerk: User
) -> dict[str, Enterprise]:
    known = set(Enterprise.objects.filter(office=office).values_list("name", flat=True))
    industries, fresh = industries_by_word(), {}
    for row in rows(path):
        if row["name"] in known:
            continue
        facts: dict[str, Any] = {name: row[name] for name in TEXTS}
        facts["aliases"] = [alias for alias in row["aliases"].split("|") if alias]
        facts["industry"] = pick_industry(row["industry"], industries) if row["industry"] else None
        facts["registered_capital"] = number_in(row["registered_capital"])
        facts |= {name: day_in(row[name]) for name in ("established_on", "moved_in_on")}
        fresh[row["name"]] = register_enterprise(
            facts, area=areas[row["area_code"]], by=clerk, source=documents.get(row["document"]),
            is_illustrative=row["document"] == "illustrative",
        )  # fmt: skip
    return fresh


def _year(enterprise: Enterprise, row: dict[str, str], documents: dict[str, Document], clerk: User) -> None:
    record_year(
        enterprise, year=int(row["year"]), by=clerk, source=documents.get(row["document"]),
        is_illustrative=row["document"] == "illustrative", revenue=number_in(row["revenue"]), tax=number_in(row["tax"]),
        employment=int(row["employment"]) if row["employment"] else None,
        is_above_designated_size=row["above"] == "1",
    )  # fmt: skip
