"""The funnel: how many projects stand at which stage, with their money and the rates of a year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from economy.funnel.queries import Rates, StageColumn, funnel, rates_of
from economy.projects.models import FUNNEL
from economy.projects.queries import projects_visible_to
from economy.projects.tables import ProjectTable
from portal.accounts.models import Area, AreaKind
from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput, NotPermitted, NotVisible
from portal.exchange.outgoing import export_link
from portal.figures.exact import half_up, plain
from portal.figures.whole import whole_number
from portal.site.figures import Chart, FigureCard, Series

YI = Decimal(10_000)


@require_safe
def funnel_page(request: DeskRequest) -> HttpResponse:
    """The funnel of `?area=` (everything one may see by default) and the rates of `?year=`."""
    if not request.user.has_perm("economy.view_project"):
        raise NotPermitted("您的岗位不能查看招商项目。")
    areas = _choosable(request)
    area = _chosen(request, areas)
    projects = projects_visible_to(request.user)
    if area is not None:
        projects = projects.filter(area__in=area.subtree().order_by().values("pk"))
    year = _year(request)
    columns = funnel(projects, shown=3)
    context = {
        "columns": [_column(column, area) for column in columns],
        "areas": areas,
        "area": area,
        "year": year,
        "years": range(timezone.localdate().year, 2014, -1),
        "chart": _funnel_chart(columns),
        "cards": _rate_cards(rates_of(projects.signed_in(year)), year, area),
        "export_url": export_link("economy.projects", request.user, **({"area": area} if area else {})),
        "may_add": request.user.has_perm("economy.add_project"),
    }
    return render(request, "economy/funnel/funnel.html", context)


def _choosable(request: DeskRequest) -> list[Area]:
    reach = request.user.reach("economy.view_project").below
    kinds = (AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY)
    return list(Area.objects.in_force().filter(pk__in=reach, kind__in=kinds).defer("boundary"))


def _chosen(request: DeskRequest, areas: list[Area]) -> Area | None:
    asked = request.GET.get("area", "")
    if not asked:
        return None
    chosen = next((area for area in areas if str(area.pk) == asked), None)
    if chosen is None:
        raise NotVisible("没有这个区域，或者它不在您负责的区域内。")
    return chosen


def _year(request: DeskRequest) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        latest = projects_visible_to(request.user).filter(signed_month__gt="").order_by("-signed_month")
        found = latest.values_list("signed_month", flat=True).first()
        return int(found[:4]) if found else timezone.localdate().year
    year = whole_number(asked, least=1990, most=2100)
    if year is None:
        raise InvalidInput("年度应为四位数字，例如 2017。")
    return year


def _column(column: StageColumn, area: Area | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"stage": column.stage.value, **({"area": area} if area else {})}
    return {
        "column": column,
        "planned": _yi(column.planned),
        "signed": _yi(column.signed),
        "url": ProjectTable.link(**asked),
    }


def _funnel_chart(columns: list[StageColumn]) -> Chart | None:
    if not any(column.count for column in columns):
        return None
    ahead = sum(column.count for column in columns if column.stage in FUNNEL)
    signed = sum(column.count for column in columns if column.stage in FUNNEL[2:])
    return Chart(
        title=f"{ahead} 个项目在推进，其中 {signed} 个已签约",
        labels=[f"{column.stage.label}（{column.count}个）" for column in columns],
        series=[
            Series("计划总投资", [half_up(column.planned / YI, 4).normalize() for column in columns], kind="bar"),
            Series("合同金额", [half_up(column.signed / YI, 4).normalize() for column in columns], kind="bar"),
        ],
        unit="亿元",
        source="项目登记",
        as_of=timezone.localdate().isoformat(),
        heading="阶段",
        key="funnel",
    )  # fmt: skip


def _rate_cards(rates: Rates, year: int, area: Area | None) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {
        "signed_month__gte": f"{year}-01",
        "signed_month__lte": f"{year}-12",
        **({"area": area} if area else {}),
    }
    url = ProjectTable.link(**asked)
    told = (
        ("履约率", rates.performed, "落地及以后 / 签约项目", "个"),
        ("开工率", rates.started, "开工及以后 / 签约项目", "个"),
        ("资金到位率", rates.in_place, "到位资金 / 合同金额", "万元"),
    )
    cards = [
        FigureCard(name="签约项目", value=str(rates.signed), unit="个", period=f"{year}年", url=url),
        *(
            FigureCard(
                name=name, value=None if rate.pct is None else plain(rate.pct), unit="%", period=f"{year}年签约",
                target="", reason="没有签约项目，算不出来" if unit == "个" else "没有合同金额，算不出来", url=url,
            )
            for name, rate, _, unit in told
        ),
    ]  # fmt: skip
    return [
        {"card": card, "basis": basis}
        for card, basis in zip(
            cards,
            ["首次签约在本年的项目，每个计一次", *(f"{words}：{rate.basis} {unit}" for _, rate, words, unit in told)],
            strict=True,
        )
    ]  # fmt: skip


def _yi(value: Decimal) -> str:
    return plain(half_up(value / YI, 2).normalize() if value else Decimal(0))
