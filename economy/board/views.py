"""The board: each indicator of an area and period with target, schedule, year on year and trend."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from economy.board.forms import BoardChoice
from economy.indicators.models import Direction
from economy.reports.models import STANDING
from economy.reports.queries import BoardFigure, areas_with_figures, board
from portal.accounts.models import Area
from portal.accounts.requests import DeskRequest
from portal.errors import NotPermitted, NotVisible
from portal.exchange.outgoing import export_link
from portal.figures.display import format_pct
from portal.figures.exact import half_up, plain
from portal.figures.periods import Period, parse_period
from portal.site.explaining import explain_url
from portal.site.figures import Change, Chart, FigureCard, Series

PERMISSION = "economy.view_indicatorreport"


@require_safe
def board_page(request: DeskRequest) -> HttpResponse:
    """The board of `?area=` (the user's own by default) for `?period=` (the latest with figures by default)."""
    areas = _areas(request)
    area = _chosen_area(request, areas)
    period = _chosen_period(request, area) if area else None
    figures = board(area, period) if area and period else []
    context = {
        "areas": areas,
        "area": area,
        "period": period,
        "choices": BoardChoice(
            areas, _months(period), initial={"area": area and area.pk, "period": period and period.code}
        ),
        "panels": [_panel(figure, number) for number, figure in enumerate(figures)],
        "export_url": _export_url(request, area, period) if area and period else "",
        "may_report": request.user.has_perm("economy.save_report"),
    }
    return render(request, "economy/board/board.html", context)


def _export_url(request: DeskRequest, area: Area, period: Period) -> str:
    """The published figures of the area up to the period, where the curves come from."""
    return export_link(
        "economy.reports",
        request.user,
        area__exact=area,
        state__in=list(STANDING),
        is_current=True,
        period__lte=period.code,
    )


def _areas(request: DeskRequest) -> list[Area]:
    reach = request.user.reach(PERMISSION)
    if not reach:
        raise NotPermitted("您的岗位不能查看经济指标。")
    return areas_with_figures(reach.below)


def _chosen_area(request: DeskRequest, areas: list[Area]) -> Area | None:
    """The area asked for, or the first; None while no figure was published anywhere."""
    asked = request.GET.get("area", "")
    if not asked:
        return areas[0] if areas else None
    chosen = next((area for area in areas if str(area.pk) == asked), None)
    if chosen is None:
        raise NotVisible("没有这个区域的指标，或者它不在您负责的区域内。")
    return chosen


def _chosen_period(request: DeskRequest, area: Area) -> Period:
    named = parse_period(request.GET.get("period") or area.figures_until)
    return Period(named.year, named.end_month, cumulative=True)


def _months(period: Period | None) -> list[tuple[str, str]]:
    if period is None:
        return []
    ends = [
        Period(year, month, cumulative=True)
        for year in (period.year, period.year - 1)
        for month in range(12, 0, -1)
    ]
    return [(one.code, str(one)) for one in ends]


def _panel(figure: BoardFigure, number: int) -> dict[str, Any]:
    return {"figure": figure, "card": _card(figure), "chart": _chart(figure, number), "notes": _notes(figure)}


def _card(figure: BoardFigure) -> FigureCard:
    return FigureCard(
        name=figure.indicator.name,
        value=None if figure.value is None else plain(figure.value),
        unit=figure.unit,
        period=str(figure.period),
        target=f"{plain(figure.target.value.normalize())}{figure.unit}" if figure.target else "",
        completion_pct=figure.completion_pct,
        schedule_pct=figure.schedule_pct if figure.target else None,
        change=_change(figure),
        reason=figure.missing,
        url=figure.url or "",
        explain_url=_explanation(figure),
    )


def _change(figure: BoardFigure) -> Change | None:
    rate = figure.published_yoy_pct if figure.published_yoy_pct is not None else figure.yoy.pct
    if rate is None:
        return Change(str(figure.yoy.label)) if figure.yoy.label else None
    direction = "up" if rate > 0 else "down" if rate < 0 else ""
    welcome = (rate > 0) == (figure.indicator.direction == Direction.MORE) if rate else None
    word = {"up": "同比增长", "down": "同比下降"}.get(direction, "同比持平")
    return Change(f"{word}{format_pct(abs(rate))}" if rate else word, direction, welcome)


def _explanation(figure: BoardFigure) -> str:
    if figure.value is not None and figure.base is not None:
        return explain_url("yoy", {"current": plain(figure.value), "base": plain(figure.base)})
    if figure.value is not None and figure.target is not None:
        return explain_url(
            "completion", {"actual": plain(figure.value), "target": plain(figure.target.value)}
        )
    return ""


def _notes(figure: BoardFigure) -> list[str]:
    notes = [figure.yoy_note] if figure.yoy_note else []
    if figure.reading and figure.reading.row["unit"] != figure.unit:
        notes.append(f"公布数为 {figure.reading.row['cum_text']}{figure.reading.row['unit']}")
    if figure.reading and figure.reading.row["is_illustrative"]:
        notes.append("示例数据，非官方公布")
    return notes


def _chart(figure: BoardFigure, number: int) -> Chart | None:
    series = figure.series()
    if sum(value is not None for _, value, _ in series) + sum(base is not None for *_, base in series) < 2:
        return None
    this_year, last_year = figure.period.year, figure.period.year - 1
    return Chart(
        title=_finding(figure),
        labels=[f"{int(month[5:])}月" for month, *_ in series],
        series=[
            Series(f"{this_year}年累计", [_rounded(value) for _, value, _ in series]),
            Series(f"{last_year}年累计", [_rounded(base) for *_, base in series]),
        ],
        unit=figure.unit,
        source="已发布的填报",
        as_of=str(figure.period),
        heading="截至",
        key=f"trend-{number}",
    )


def _rounded(value: Any) -> Any:
    return None if value is None else half_up(value, 4).normalize()


def _finding(figure: BoardFigure) -> str:
    change = _change(figure)
    return f"{figure.indicator.name}{figure.period}累计" + (f"：{change.text}" if change else "")
