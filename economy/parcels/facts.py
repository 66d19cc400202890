"""What may be entered of a parcel: its facts, and its outline drawn, uploaded or typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
from django import forms

from economy.parcels.models import LandParcel, LandUseCode
from economy.parcels.queries import people_for
from economy.places.models import SYSTEMS
from economy.projects.models import Project
from portal.errors import InvalidInput
from portal.geometry import Boundary, read_boundary
from portal.geometry.reading import MOST_BYTES
from portal.records.facts import Asked, Given, Part, facts
from portal.records.kinds import (
    Answers,
    Choice,
    Kind,
    Named,
    Number,
    OneOf,
    Whole,
    YesNo,
    colleague,
    place,
)  # fmt: skip

PERMISSION = "economy.save_parcel"
QUESTIONS = (("area", "面积没有填错，以证载面积为准"), ("system", "坐标系没有选错"))
REMOVED = "removed"


@dataclass(frozen=True)
class Outline(Kind):
    """An outline and the system its coordinates are in; on a page it may be taken off again."""

    json: ClassVar[Mapping[str, Any]] = {}

    def read(self, raw: Any, given: Given, asked: Asked) -> Boundary:
        """The outline of a program's GeoJSON, in the system named before it."""
        try:
            text = orjson.dumps(raw)
        except TypeError:
            raise InvalidInput("边界里的数字过大，请核对。") from None
        system, first = asked.given.get("boundary_system"), asked.given.get("latitude_first")
        return read_boundary(text, system=system or "wgs84", latitude_first=bool(first))

    def fields(self, given: Given, asked: Asked) -> dict[str, forms.Field]:
        """Corners to type, or a file; the system; and whether the outline goes."""
        stands = asked.changing and asked.about.boundary is not None
        keep = "空着就保留现在的边界。" if stands else ""
        corners = forms.CharField(
            label="边界", required=False, widget=forms.Textarea({"rows": 6, "data-boundary": "", "spellcheck": "false"}),
            help_text=f"在图上点，或者每行写一个顶点：经度,纬度；也可以粘贴 GeoJSON。最后一点不用重复第一点。{keep}",
        )  # fmt: skip
        file = forms.FileField(
            label="上传边界文件", required=False, help_text="GeoJSON 文件（.geojson、.json），最多 4 MB、10,000 个顶点。",
            widget=forms.FileInput({"accept": ".geojson,.json,application/geo+json"}),
        )  # fmt: skip
        system = forms.ChoiceField(
            label="边界的坐标系", required=False, choices=[("", "请选择"), *SYSTEMS],
            help_text="坐标从哪里来就选哪个；从高德、腾讯地图描的选 GCJ-02，从百度地图描的选 BD-09。",
        )  # fmt: skip
        first = forms.BooleanField(label="纬度在前", required=False)
        gone = (
            {"without_boundary": forms.BooleanField(label="去掉现在的边界", required=False)} if stands else {}
        )
        return {
            "boundary_text": corners,
            "boundary_file": file,
            "boundary_system": system,
            "latitude_first": first,
            **gone,
        }

    def gather(self, parts: dict[str, Any], given: Given, asked: Asked) -> Boundary | str | None:
        """The outline that was typed or uploaded; refuses one without its system."""
        file, text = parts["boundary_file"], (parts["boundary_text"] or "").strip()
        if parts.get("without_boundary"):
            return REMOVED
        if not (file or text):
            return None
        if not parts["boundary_system"]:
            message = "请选择边界的坐标系，否则位置会差几百米"
            raise InvalidInput(message, [{"field": "boundary_system", "message": message}])
        content = file.read(MOST_BYTES + 1) if file else text
        return read_boundary(content, system=parts["boundary_system"], latitude_first=parts["latitude_first"])

    def shown(self, value: Any, given: Given) -> dict[str, Any]:
        """Nothing: the map shows the outline that stands, and it stays unless another is given."""
        return {}

    def mark(self, value: Any, given: Given) -> Any:
        """Where it lies."""
        return hashlib.sha256(orjson.dumps(value)).hexdigest()[:24] if value else None

    def spread(self, value: Any, given: Given) -> dict[str, Any]:
        """The outline, or that it goes."""
        return {"boundary": None if value == REMOVED else value, "without_boundary": value == REMOVED}

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """None: it has to lie where no other lies."""
        return {}


def sizes(*names: str) -> list[Given]:
    """Numbers from 0."""
    return [Given(name, Number(least=0)) for name in names]


def only_said(value: Any) -> dict[str, Any]:
    """Says how to read another fact; the action is not told."""
    return {}


PARCEL_FACTS = facts(
    LandParcel,
    "name",
    Given("parcel_code", most=40),
    Given("area", place(PERMISSION), aside=True),
    "address",
    Given("land_use", OneOf(lambda asked: LandUseCode.objects.order_by("code"), key="code")),
    "planned_use",
    *sizes("area_value"),
    "area_unit",
    Given("boundary_system", Choice(SYSTEMS), only="api", spread=only_said),
    Given("latitude_first", YesNo(), only="api", label="坐标是纬度在前", spread=only_said),
    Given("boundary", Outline(), aside=True, template="economy/parcels/outline.html"),
    Part("规划条件"),
    *sizes("plot_ratio", "building_density_pct", "green_ratio_pct", "height_limit_m"),
    Part("权属、供地与动工"),
    "owner_type",
    Given("supply_method", Choice(LandParcel._meta.get_field("supply_method").flatchoices, nothing="还没有供地")),
    "start_deadline",
    "stopped_on",
    *sizes("built_pct"),
    "delayed_by_government",
    Given(
        "project", Named(rows=lambda asked: Project.objects.visible_to(asked.user).entered(), by=("code", "name"),
                         none="没有叫“{}”的项目，请核对，或者先登记项目。", many="有几个项目同名，请改写项目编号。"), most=120,
    ),
    Part("投资与税收"),
    "land_price_wan",
    "planned_investment_wan",
    "invested_wan",
    "tax_wan",
    Given("tax_year", Whole(least=1990, largest=2100)),
    Part("保管与公开"),
    Given("responsible", colleague(lambda user: people_for(user, PERMISSION)), required=False,
          initial=lambda asked: asked.user),
    "review_by",
    "secrecy",
    Given("note", most=2000),
    Given("confirmed", Answers(QUESTIONS), label="已经确认的疑问", aside=True),
)  # fmt: skip
