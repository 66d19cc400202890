"""The map of thousands of parcels, for the server and on a phone, and the check of one outline against the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryDirectory

from bench import lists, phone, town
from bench.api import tell
from bench.serving import ROOT, measure, served

MAP = "/desk/economy/map/"
VIEW = {"page": MAP, "frame": f"{MAP}frame/", "shapes": f"{MAP}shapes/?zoom=11"}
SAVE = "/api/v1/economy/parcels/"
PHONE_VISITS = 5


def measure_map(size: int) -> dict[str, float]:
    """What a clerk whose street has all the parcels asks for at first: the page, the frame, every outline."""
    town.prepare("map", size)
    session = lists.session("economy_clerk")
    headers = {"Cookie": f"sessionid={session}"}
    with _collected() as static, served(static) as port:
        asked = {name: measure(port, address, headers=headers, count=100) for name, address in VIEW.items()}
        tasks = phone.longest_tasks(port, MAP, session, visits=PHONE_VISITS)
    told = {name: timing.ratio for name, timing in asked.items()}
    told["kb"] = (asked["frame"].bytes + asked["shapes"].bytes) / 1000
    told["sql"] = max(lists.queries("economy_clerk", address, by_session=True) for address in VIEW.values())
    return told | ({"longest_task": max(tasks)} if tasks else {})


@contextmanager
def _collected() -> Iterator[dict[str, str]]:
    """Styles and scripts as they are now, in a folder of their own."""
    with TemporaryDirectory(prefix="jiedao-static-") as folder:
        variables = {"STATIC_ROOT": folder}
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=True)
        yield variables


def tell_map(told: dict[str, float]) -> None:
    """The lines of the map; without a Chromium the phone is left out."""
    for name in VIEW:
        tell(f"map_{name}", told[name], "× oneq", 10)
    tell("map_geometry", told["kb"], "kB", 300)
    tell("map_sql", told["sql"], "SQL", 6)
    if "longest_task" in told:
        tell("map_longest_task", told["longest_task"], "ms, processor slowed four times", 200)


def measure_check(size: int) -> dict[str, float]:
    """An outline sent to be saved that lies on one of the others, which only the whole check finds out."""
    town.prepare("parcels", size)
    headers = {"Authorization": f"Token {lists.token('economy_clerk')}", "Content-Type": "application/json"}
    with served({"API_USER_PER_MINUTE": "100000000"}) as port:
        timing = measure(port, SAVE, method="POST", headers=headers, body=_overlapping(), expect=400)
    return {"check": timing.ratio}


def _overlapping() -> bytes:
    """A parcel half on a neighbour."""
    from django.utils import timezone

    from economy.parcels.models import LandParcel
    from portal.accounts.models import Area

    there = LandParcel.objects.order_by("pk")[LandParcel.objects.count() // 2]
    ring = [[lon + (there.east - there.west) / 2, lat] for lon, lat in there.boundary["coordinates"][0]]
    sent = {
        "name": "压在别人上面的地块", "area": Area.objects.get(code="990101001001").pk, "land_use": "1001",
        "area_value": str(there.area_value), "area_unit": there.area_unit, "confirmed": ["area", "system"],
        "boundary": {"type": "Polygon", "coordinates": [ring]},
        "review_by": str(timezone.localdate() + timedelta(90)),
    }  # fmt: skip
    return json.dumps(sent).encode()
