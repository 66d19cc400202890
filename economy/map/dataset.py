"""An office's land from a folder of data: places, parcels, carriers and chains.

Parcels go through the same steps as everybody's: registered by the economy clerk, supplied and published by the
section chief, so that the sample has a timeline and a trail like any other record.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from economy.chain.actions import save_target_enterprise
from economy.chain.models import ChainLink, TargetEnterprise
from economy.indicators.folders import indicators_in
from economy.parcels.actions import ParcelDraft, publish_parcel, save_parcel
from economy.parcels.models import LandParcel, LandUseCode, ParcelState
from economy.places.models import PointOfInterest
from economy.premises.actions import publish_carrier, save_carrier, save_premises
from economy.premises.models import IndustrialCarrier
from portal.accounts.dataset import rows
from portal.accounts.models import Area, User
from portal.accounts.roles import Role
from portal.attachments.folders import day_in, holder_of, number_in
from portal.geometry import read_boundary
from portal.workflow.actions import take

TO_STATE = {
    ParcelState.PLANNED: (),
    ParcelState.RESERVING: ("reserve",),
    ParcelState.NET_LAND: ("reserve", "clear"),
    ParcelState.SUPPLIED: ("reserve", "clear", "supply"),
    ParcelState.UNDER_CONSTRUCTION: ("reserve", "clear", "supply", "start"),
    ParcelState.BUILT: ("reserve", "clear", "supply", "start", "complete"),
    ParcelState.IDLE: ("reserve", "clear", "supply", "mark_idle"),
    ParcelState.INEFFICIENT: ("reserve", "clear", "supply", "start", "complete", "mark_inefficient"),
}
AMOUNTS = ("plot_ratio", "building_density_pct", "green_ratio_pct", "height_limit_m", "land_price_wan",
           "planned_investment_wan", "invested_wan", "tax_wan")  # fmt: skip


def load(folder: Path) -> None:
    """Load `places`, `indicators`, `parcels` with their outlines, `carriers`, `premises` and `chain`; what is there stays."""
    for row in rows(folder / "parcel_places.csv"):
        office = Area.objects.get(code=row["area_code"])
        fields = {name: row[name] for name in ("kind", "lon", "lat", "note")} | {
            "is_public": row["is_public"] == "1"
        }
        PointOfInterest.objects.get_or_create(area=office, name=row["name"], defaults=fields)
    indicators_in(folder / "parcel_indicators.csv")
    offices = {row["office_code"] for row in rows(folder / "parcels.csv")}
    for office in Area.objects.filter(code__in=offices):
        clerk, chief = holder_of(Role.ECONOMY_CLERK, office), holder_of(Role.SECTION_CHIEF, office)
        if clerk and chief:
            _parcels(folder, clerk, chief)
            _carriers(folder, clerk, chief)
            _chain(folder, office, clerk)


def _parcels(folder: Path, clerk: User, chief: User) -> None:
    outlines = _outlines(folder / "parcels.geojson")
    uses = {use.code: use for use in LandUseCode.objects.all()}
    known = set(LandParcel.objects.visible_to(clerk).values_list("name", flat=True))
    for row in rows(folder / "parcels.csv"):
        if row["name"] in known:
            continue
        area = Area.objects.get(code=row["area_code"])
        draft = ParcelDraft(area=area, facts=_facts(row, uses, clerk), boundary=outlines.get(row["key"]))
        parcel = save_parcel(draft, by=clerk)
        for step in TO_STATE[ParcelState(row["state"])]:
            _take(parcel, step, row, chief)
        if row["is_public"] == "1":
            publish_parcel(parcel, by=chief)


def _outlines(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    document = json.loads(path.read_text(encoding="utf-8"))
    return {
        feature["properties"]["key"]: read_boundary(
            json.dumps(feature["geometry"]), system=feature["properties"].get("coordinate_system", "wgs84")
        )
        for feature in document["features"]
    }


def _facts(row: dict[str, str], uses: dict[str, LandUseCode], clerk: User) -> dict[str, Any]:
    texts = (
        "name",
        "parcel_code",
        "address",
        "planned_use",
        "area_unit",
        "owner_type",
        "supply_method",
        "secrecy",
        "note",
    )
    return {
        **{name: row[name] for name in texts},
        **{name: number_in(row[name]) for name in AMOUNTS},
        "land_use": uses[row["land_use"]], "area_value": Decimal(row["area_value"]),
        "start_deadline": day_in(row["start_deadline"]), "tax_year": int(row["tax_year"]) if row["tax_year"] else None,
        "responsible": clerk, "review_by": day_in(row["review_by"]), "is_illustrative": row["is_illustrative"] == "1",
    }  # fmt: skip


def _take(parcel: LandParcel, step: str, row: dict[str, str], chief: User) -> None:
    dated = {"supply": "supplied_on", "start": "started_on", "complete": "completed_on"}
    on = day_in(row[dated[step]]) if step in dated else None
    take(parcel, step, by=chief, note="示例数据", evidence="示例数据，没有文件", on=on)


def _carriers(folder: Path, clerk: User, chief: User) -> None:
    known = set(IndustrialCarrier.objects.visible_to(clerk).values_list("name", flat=True))
    made = {}
    for row in rows(folder / "premises_carriers.csv"):
        if row["name"] in known:
            continue
        facts = {
            **{name: row[name] for name in ("name", "kind", "address", "operator", "secrecy", "note")},
            "floor_count": int(row["floor_count"]), "floor_area_total_m2": Decimal(row["floor_area_total_m2"]),
            "leased_m2": Decimal(row["leased_m2"] or 0), "tenant_count": int(row["tenant_count"] or 0),
            "tax_wan": number_in(row["tax_wan"]), "tax_year": int(row["tax_year"]) if row["tax_year"] else None,
            "lon": float(row["lon"]), "lat": float(row["lat"]), "responsible": clerk,
            "review_by": day_in(row["review_by"]), "is_illustrative": row["is_illustrative"] == "1",
            "parcel": LandParcel.objects.visible_to(clerk).filter(name=row["parcel"]).first(),
        }  # fmt: skip
        area = Area.objects.get(code=row["area_code"])
        made[row["name"]] = save_carrier(facts, area=area, by=clerk), row["is_public"] == "1"
    for row in rows(folder / "premises.csv"):
        if row["carrier"] in made:
            facts = {
                "floor": int(row["floor"]), "unit": row["unit"], "floor_area_m2": Decimal(row["floor_area_m2"]),
                "leased_m2": Decimal(row["leased_m2"]), "tenant_count": int(row["tenant_count"]),
                "rent_yuan": number_in(row["rent_yuan"]), "note": row["note"],
            }  # fmt: skip
            save_premises(facts, carrier=made[row["carrier"]][0], by=clerk)
    for carrier, is_public in made.values():
        if is_public:
            carrier.refresh_from_db()
            publish_carrier(carrier, by=chief)


def _chain(folder: Path, office: Area, clerk: User) -> None:
    links = {}
    for row in rows(folder / "chain.csv"):
        fields = {
            "status": row["status"],
            "order": int(row["order"]),
            "note": row["note"],
            "is_illustrative": True,
        }
        links[row["chain"], row["name"]], _ = ChainLink.objects.get_or_create(
            area=office, chain=row["chain"], name=row["name"], defaults=fields
        )
    for row in rows(folder / "chain_targets.csv"):
        link = links[row["chain"], row["link"]]
        if TargetEnterprise.objects.filter(link=link, name=row["name"]).exists():
            continue
        facts: dict[str, Any] = {
            name: row[name] for name in ("name", "region", "reason", "status", "next_step", "note")
        }
        facts |= {
            "link": link,
            "next_on": day_in(row["next_on"]),
            "responsible": clerk,
            "is_illustrative": True,
        }
        save_target_enterprise(facts, by=clerk)
