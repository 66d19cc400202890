"""Loads an office from a folder of data: areas, boundary, accounts, then each app's own part.

A street is data, never code. `boundary.geojson` names each area's `code` and the `coordinate_system` its outline is
given in (WGS-84 unless named). The folder holds `areas.csv` (code, name, level, parent_code), an optional
`grids.csv` of the same shape, `accounts.csv` (username, full_name, role, area_code) for demo accounts and
a sub-folder for each app, which the app's and its rooms' `dataset.load(folder)` read, ground floor first.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.actions import place
from portal.accounts.models import Area, DataSet, User
from portal.geometry import read_boundary
from portal.rooms import parts


def load(folder: Path) -> bool:
    """Load the folder once; returns whether anything was done. A changed folder is loaded again, added to."""
    digest = _digest(folder)
    if DataSet.objects.filter(name=folder.name, digest=digest).exists():
        return False
    with transaction.atomic():
        for name in ("areas.csv", "grids.csv"):
            _load_areas(folder / name)
        _load_boundary(folder / "boundary.geojson")
        if settings.DEMO:
            _load_demo_accounts(folder / "accounts.csv")
        for config, part in parts("dataset"):
            if config.name != "portal.accounts":
                part.load(folder / config.name.rpartition(".")[-1])
        DataSet.objects.update_or_create(name=folder.name, defaults={"digest": digest})
    return True


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file as dicts; nothing when the file is not there."""
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def _digest(folder: Path) -> str:
    sha256 = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sha256.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return sha256.hexdigest()


def _load_areas(path: Path) -> None:
    known = {area.code: area for area in Area.objects.all()}
    for row in rows(path):
        if row["code"] in known:
            continue
        fields = {"code": row["code"], "name": row["name"], "kind": row["level"]}
        parent = row["parent_code"]
        if parent:
            known[row["code"]] = Area.objects.add_child(Area.objects.get(code=parent), fields)
        else:
            known[row["code"]] = Area.objects.add_root(fields)


def _load_boundary(path: Path) -> None:
    if not path.exists():
        return
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        properties = feature["properties"]
        system = properties.get("coordinate_system", "wgs84")
        boundary = read_boundary(json.dumps(feature["geometry"]), system=system, mend=True)
        Area.objects.filter(code=properties["code"].ljust(12, "0")).update(boundary=boundary.geojson)


def _load_demo_accounts(path: Path) -> None:
    for row in rows(path):
        user, created = User.objects.get_or_create(
            username=row["username"], defaults={"full_name": row["full_name"], "is_demo": True}
        )
        if created:
            user.set_password(settings.DEMO_PASSWORD)
            user.save()
        area = Area.objects.get(code=row["area_code"])
        if not user.posts.filter(role=row["role"], area=area).exists():
            place(user, role=row["role"], area=area, valid_from=_start_of_year(), reason="演示数据")


def _start_of_year() -> date:
    return timezone.localdate().replace(month=1, day=1)
