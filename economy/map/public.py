"""What is on offer, for everybody: parcels and carriers the office chose to publish; feed and fragment of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import feedgenerator, timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from economy.map.queries import public_frame
from economy.map.views import json_answer, label_of, shapes_answer
from economy.parcels.models import LandUseCode
from economy.parcels.queries import published_parcels
from economy.parcels.tables import PublicParcelTable
from economy.parcels.views import PUBLIC_LAND, picture_of
from economy.places.queries import map_settings, places_on_map, published_places
from economy.premises.queries import carriers_on_map, published_carriers
from economy.projects.views.public import project_offers
from portal.errors import InvalidInput, NotVisible
from portal.figures.exact import half_up, plain
from portal.figures.whole import whole_number
from portal.records.filters import Asking
from portal.site.controls import controls_of
from portal.site.public_cache import public_page
from portal.site.public_side import PublicRequest, PublicSide
from portal.site.records import facts_about

MOST = 200
PAGE = 20
BESIDE = ("page", "bbox", "zoom")
ORDERS = {**PublicParcelTable.orders, "distance_km": "由近到远"}
COLUMNS = {"parcels": "可供地块", "premises": "可租售楼宇厂房", "projects": "正在推进的项目"}
HOMES = {"projects": "economy_public:projects"}


def offered(request: PublicRequest) -> tuple[Asking, QuerySet]:
    """What the address asks, and the published parcels that answer, in its order."""
    asking = PublicParcelTable.asking(None, request.GET, side=request.side, beside=BESIDE)
    order = PublicParcelTable.ordering(None if asking.errors else request.GET.get("ordering"), asking)
    return asking, asking.apply(published_parcels(request.side)).order_by(order.name, "pk")


@require_safe
@public_page
def public_land(request: PublicRequest) -> HttpResponse:
    """The list and the map of what is on offer; 400 when a filter does not read."""
    asking, rows = offered(request)
    number = page_number(request.GET.get("page"))
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    context = {
        "asking": asking, "controls": controls_of(PublicParcelTable, asking, None), "parcels": found[:PAGE],
        "carriers": published_carriers(request.side).order_by("name")[:MOST], "map": map_settings(request),
        "states": [("net_land", "净地可供")], "orders": ORDERS, "ordering": request.GET.get("ordering", ""),
        "columns": COLUMNS, "measures": PublicParcelTable.measures(asking), "count": rows.count(),
        "next_url": _page_url(request, number + 1) if len(found) > PAGE else "",
        "previous_url": _page_url(request, number - 1) if number > 1 else "",
    }  # fmt: skip
    return render(request, "economy/map/public.html", context, status=400 if asking.errors else 200)


def page_number(text: str | None) -> int:
    """Which page is asked for, the first when none is; refuses what is no number from 1."""
    if not text:
        return 1
    number = whole_number(text, least=1, most=MOST)
    if number is None:
        raise InvalidInput(f"页码应是 1 到 {MOST} 的数字。")
    return number


def _page_url(request: PublicRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"


@require_safe
@public_page
def public_shapes(request: PublicRequest) -> HttpResponse:
    """The sketches of the published parcels."""
    asking, rows = offered(request)
    asking.check()
    return shapes_answer(request, rows)


@require_safe
@public_page
def public_map_frame(request: PublicRequest) -> HttpResponse:
    """The district's outline, published places and carriers."""
    return json_answer({
        "outlines": public_frame(request.side),
        "places": places_on_map(published_places(request.side)),
        "carriers": carriers_on_map(published_carriers(request.side)),
        "uses": {str(pk): colour for pk, colour in LandUseCode.objects.values_list("pk", "colour")},
    })  # fmt: skip


@require_safe
@public_page
def public_outline(request: PublicRequest, pk: int) -> HttpResponse:
    """One published parcel exactly."""
    return json_answer(
        label_of(_published(request.side, pk), request.side.url("economy_public:parcel", pk=pk))
    )


@require_safe
@public_page
def public_parcel(request: PublicRequest, pk: int) -> HttpResponse:
    """One published parcel, in plain words, printable."""
    parcel = _published(request.side, pk)
    land = facts_about(PublicParcelTable, PUBLIC_LAND, parcel)
    context = {"record": parcel, "land": land, "picture": picture_of(parcel)}
    return render(request, "economy/parcels/public.html", context)


def _published(side: PublicSide, pk: int) -> Any:
    parcel = published_parcels(side).filter(pk=pk).first()
    if parcel is None:
        raise NotVisible("没有这个地块，或者它已经不再公开。")
    return parcel


# Feed and fragment --------------------------------------------------------------------------------------


def offers(side: PublicSide, column: str) -> list[dict[str, Any]]:
    """What a column offers, newest first: title, words, address of its page, since when."""
    if column == "parcels":
        rows = published_parcels(side).order_by("-published_at", "-pk")[:MOST]
        return [
            {"title": parcel.name + ("（示例）" if parcel.is_illustrative else ""), "since": parcel.published_at,
             "text": f"{parcel.land_use.name}，{plain(parcel.area_mu)} 亩，{parcel.address or parcel.area.name}",
             "url": side.url("economy_public:parcel", pk=parcel.pk)}
            for parcel in rows
        ]  # fmt: skip
    if column == "premises":
        carriers = published_carriers(side).order_by("-published_at", "-pk")[:MOST]
        return [
            {"title": carrier.name + ("（示例）" if carrier.is_illustrative else ""), "since": carrier.published_at,
             "text": f"{carrier.get_kind_display()}，空置 {plain(half_up(carrier.free_m2, 0))} 平方米，{carrier.address or carrier.area.name}",
             "url": f"{side.url('economy_public:land')}#carrier-{carrier.pk}"}
            for carrier in carriers
        ]  # fmt: skip
    if column == "projects":
        return project_offers(side)
    raise NotVisible("没有这个栏目。")


@require_safe
@public_page
def feed(request: PublicRequest, column: str) -> HttpResponse:
    """What a column offers, as an Atom feed."""
    found = offers(request.side, column)
    site = request.build_absolute_uri(request.side.url(HOMES.get(column, "economy_public:land")))
    atom = feedgenerator.Atom1Feed(
        f"{request.side.masthead.name}{COLUMNS[column]}", site, COLUMNS[column], language="zh-CN",
        feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for one in found:
        url = request.build_absolute_uri(one["url"])
        atom.add_item(one["title"], url, one["text"], unique_id=url, updateddate=one["since"] or timezone.now(),
                      pubdate=one["since"])  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type=f"{atom.content_type}")


def framed_anywhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let other sites show a page inside theirs; it has no form and knows nobody."""

    @wraps(view)
    def shown(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
        )
        return response

    return xframe_options_exempt(shown)


@require_safe
@framed_anywhere
@public_page
def embed(request: PublicRequest, column: str) -> HttpResponse:
    """What a column offers, as a fragment for other sites."""
    found = offers(request.side, column)
    for one in found:
        one["absolute"] = request.build_absolute_uri(one["url"])
    more = request.build_absolute_uri(request.side.url(HOMES.get(column, "economy_public:land")))
    word = "看全部项目" if column == "projects" else "在地图上看"
    return render(
        request,
        "economy/map/embed.html",
        {"title": COLUMNS[column], "offers": found, "more": more, "word": word},
    )
