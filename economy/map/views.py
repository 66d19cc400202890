"""The investment map: the list beside it, both narrowed by the same filters; shapes small, outlines on a click."""

from __future__ import annotations

import re
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from economy.map.queries import own_frame
from economy.map.tables import ParcelMapTable
from economy.parcels.models import LandParcel, LandUseCode, ParcelState
from economy.parcels.queries import MOST_SHAPES, shapes_of
from economy.parcels.views import ParcelList
from economy.places.models import PointOfInterest
from economy.places.queries import map_settings, places_on_map
from economy.premises.models import IndustrialCarrier
from economy.premises.queries import carriers_on_map
from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput, NotPermitted
from portal.figures.exact import plain
from portal.site.records import visible_record

BOX = re.compile(r"(-?\d{1,3}(?:\.\d{1,12})?)(?:,|$)")
ZOOM = re.compile(r"\d{1,2}(?:\.\d{1,4})?")


class ParcelMap(ParcelList):
    """The map with its list, without what was entered by mistake; on phones the list comes first."""

    table = ParcelMapTable
    page_size = 20
    asked_by_itself = {"standing": "true"}
    template_name = "economy/map/map.html"

    def get_context(self) -> dict[str, Any]:
        """The list, and what the map needs."""
        return {**super().get_context(), "map": map_settings(self.request), "states": state_key()}


class ParcelShapes(ParcelMap):
    """The sketches of the parcels the map's list holds: `?bbox=west,south,east,north&zoom=` beside the filters."""

    beside = ("bbox", "zoom")

    def get(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The sketches as JSON; the same permission as the list."""
        if not request.user.has_perm(self.permission):
            raise NotPermitted(f"您的岗位不能查看“{self.title}”。")
        self.asking.check()
        return shapes_answer(request, self.filtered)


def shapes_answer(request: HttpRequest, rows: Any) -> HttpResponse:
    """The sketches of `rows` within the box asked for, as coarse as the zoom allows."""
    box, zoom = read_box(request.GET.get("bbox")), read_zoom(request.GET.get("zoom"))
    if box:
        rows = rows.within(*box)
    text = shapes_of(rows, zoom=zoom, most=MOST_SHAPES + 1)
    return json_answer({"shapes": text, "complete": text.count("|") < MOST_SHAPES})


def json_answer(content: Any, **headers: str) -> HttpResponse:
    """Content as JSON that no other site may take for something else."""
    return HttpResponse(orjson.dumps(content), content_type="application/json", headers=headers)


def read_box(text: str | None) -> tuple[float, float, float, float] | None:
    """The four numbers of a box; refuses what is none."""
    if not text:
        return None
    numbers = [float(number) for number in BOX.findall(text)]
    if (
        len(numbers) != 4
        or not re.fullmatch(r"[-\d.,]+", text)
        or numbers[0] > numbers[2]
        or numbers[1] > numbers[3]
    ):
        raise InvalidInput("地图范围应写成 西,南,东,北 四个经纬度，例如 113.24,34.72,113.32,34.85。")
    return tuple(numbers)  # type: ignore[return-value]  # four, as asked above


def read_zoom(text: str | None) -> float:
    """The zoom of the view, the whole district when none is given; refuses what is no number."""
    if not text:
        return 12
    if not ZOOM.fullmatch(text):
        raise InvalidInput("地图级别应是 0 到 22 的数字。")
    return float(text)


@require_safe
def map_frame(request: DeskRequest) -> HttpResponse:
    """What does not depend on the filters: outlines, places, carriers, and colours of land uses."""
    if not request.user.has_perm("economy.view_landparcel"):
        raise NotPermitted("您的岗位不能查看“招商地图”。")
    carriers = IndustrialCarrier.objects.visible_to(request.user)
    frame: dict[str, Any] = {
        "outlines": own_frame(request.user),
        "places": places_on_map(PointOfInterest.objects.visible_to(request.user).order_by("pk")),
        "carriers": carriers_on_map(carriers),
        "uses": dict(LandUseCode.objects.values_list("pk", "colour")),
    }
    frame["uses"] = {str(key): colour for key, colour in frame["uses"].items()}
    return json_answer(frame)


@require_safe
def parcel_outline(request: DeskRequest, pk: int) -> HttpResponse:
    """One parcel exactly, with what its label says."""
    parcel = visible_record(LandParcel, pk, request.user, related=("land_use",))
    return json_answer(label_of(parcel, parcel.get_absolute_url()))


def label_of(parcel: LandParcel, url: str) -> dict[str, Any]:
    """The exact outline and the words of the label."""
    return {
        "name": parcel.name, "state": parcel.get_state_display(), "use": parcel.land_use.name,
        "area": f"{plain(parcel.area_mu)} 亩", "url": url, "geometry": parcel.boundary,
    }  # fmt: skip


def state_key() -> list[tuple[str, str]]:
    """The states a parcel on the map can be in, for its key."""
    return [(value, str(label)) for value, label in ParcelState.choices if value != ParcelState.VOIDED]
