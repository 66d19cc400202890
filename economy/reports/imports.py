"""Figures from the forms offices keep: the monthly form, and months gone by in one long table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from economy.indicators.models import Indicator, IndicatorTarget
from economy.reports.actions import ReportDraft, save_reports
from economy.reports.models import OPEN, IndicatorReport, ReportState
from portal.accounts.models import Area, User
from portal.attachments.models import Document
from portal.errors import Refusal
from portal.exchange.intake.checking import ask_about_jump
from portal.exchange.intake.declare import CHANGED, UNCHANGED, Context, Import, ImportField, Rows
from portal.exchange.intake.files import FileRefused
from portal.exchange.intake.kinds import Amount, Choice, Month, Named, Percent, Text, area_named, names_of
from portal.exchange.intake.records import any_of
from portal.exchange.intake.tables import Table, periods_of_headers
from portal.figures.exact import plain, read_decimal
from portal.figures.periods import Period, PeriodType
from portal.figures.quantity import Quantity, Unit

ABOUT_REPORTS = (
    "id", "indicator_id", "area_id", "period", "state", "unit", "cum_value", "cum_text", "month_value", "base_value",
    "reported_yoy_pct", "yoy_text", "reported_over_target_pct", "note",
)  # fmt: skip
CHANGEABLE = (ReportState.DRAFT, ReportState.RETURNED)
HUNDRED = Decimal(100)


def reported_indicators(context: Context) -> Mapping[str, list[Indicator]]:
    """The indicators that are reported by hand for the import's area, by name, alias or code."""
    known = Indicator.objects.active().filter(area__in=context.area.lineage(), query="")
    return names_of((indicator, (indicator.name, *indicator.aliases, indicator.code)) for indicator in known)


INDICATOR = ImportField(
    "indicator", "指标名称", Named("指标", reported_indicators), required=True, aliases=("指标", "项目", "主要指标"),
    sample="财政收入", help="写指标的名称或常用叫法",
)  # fmt: skip
FIGURES = (
    ImportField("month", "本月", Amount(), aliases=("本月数", "当月", "当月数", "本月完成"), sample="0.1"),
    ImportField(
        "cum", "累计", Amount(), aliases=("1—本月累计", "本年累计", "累计数", "累计完成", "年初至本月累计"), sample="0.3"
    ),
    ImportField(
        "base", "上年同期累计", Amount(), aliases=("上年同期", "去年同期", "去年同期累计", "同期累计", "上年累计"),
        sample="0.22",
    ),
    ImportField(
        "yoy", "同比±%", Percent(), aliases=("同比", "同比增长", "同比增减", "增长率", "增幅", "比上年同期增长"), sample="34.23%"
    ),
)  # fmt: skip
NOTES = (
    ImportField("note", "备注", Text(500), aliases=("说明",)),
    ImportField("fall", "累计减少的原因", Text(200), aliases=("减少原因",)),
    ImportField("correction", "更正理由", Text(200), aliases=("更正原因",), help="改动已发布的数时必填"),
)


class ReportImport(Import):
    """What the two forms share: rows become drafts, saved by the action everybody reports with."""

    permission = "economy.save_report"

    def key_parts(self, rows: Rows, context: Context, index: int) -> tuple[Indicator, Area, Period, str]:
        """Indicator, area, period and unit of a row."""
        raise NotImplementedError

    def stored_key(self, report: Mapping[str, Any]) -> tuple:
        """The business key of a report on record."""
        raise NotImplementedError

    def reports_of(self, rows: Rows, context: Context) -> Iterable[Mapping[str, Any]]:
        """The open and published reports these rows are about, an open one last."""
        raise NotImplementedError

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """Per key the report that a row would change: the open one, else the published one."""
        return {
            self.stored_key(report): _as_row(report, rows, context)
            for report in self.reports_of(rows, context)
        }

    def check(self, rows: Rows, context: Context) -> None:
        """What cannot be changed as it stands, and what is likely a slip."""
        corrections = rows.column("correction")
        for index, status in enumerate(rows.statuses):
            on_record = context.on_record(rows, index) if status != UNCHANGED else {}
            if status == CHANGED:
                _check_changeable(rows, index, on_record, corrections[index])
            if status != UNCHANGED:
                _check_figures(rows, index)

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Save all rows as drafts."""
        drafts = [self._draft(rows, context, index) for index in range(len(rows))]
        saved = save_reports(drafts, by=by, source=source)
        return len(saved.created) + len(saved.changed)

    def _draft(self, rows: Rows, context: Context, index: int) -> ReportDraft:
        indicator, area, period, unit = self.key_parts(rows, context, index)
        row = rows.row(index)
        cum, yoy, completion = row.get("cum"), row.get("yoy"), row.get("completion")
        over = None if completion is None else completion - HUNDRED
        return ReportDraft(
            indicator=indicator, area=area, period=period, unit=unit, cum_value=cum, cum_text=_printed(cum),
            month_value=row.get("month"), base_value=row.get("base"), reported_yoy_pct=yoy, yoy_text=_printed(yoy),
            reported_over_target_pct=over, over_target_text=_printed(over), note=row.get("note") or "",
            negative_adjustment_reason=row.get("fall") or "", correction_reason=row.get("correction") or "",
            row=rows.numbers[index],
        )  # fmt: skip


class MonthlyForm(ReportImport):
    """主要经济指标完成情况表 as the office sends it every month: unit in the corner, period in the title."""

    name = "economy.monthly"
    title = "月度主要经济指标"
    description = "每月报送的“主要经济指标完成情况表”，单位写在表头上方，期间写在标题里。导入后是草稿，还要提交、审核、发布。"
    template_title = "{period}主要经济指标完成情况表"
    template_unit = "亿元"
    needs_unit = needs_period = True
    business_key = ("indicator",)
    fields: ClassVar[tuple[ImportField, ...]] = (
        INDICATOR,
        *FIGURES,
        ImportField(
            "target", "年度目标", Amount(), aliases=("全年目标", "目标任务", "年度目标任务", "全年任务")
        ),
        ImportField(
            "completion", "完成率%", Percent(), aliases=("完成率", "完成年度目标", "占年度目标", "完成进度")
        ),
        *NOTES,
    )

    def prepare(self, context: Context, table: Table) -> None:
        """One month for the whole form, the same in title and headers, and over by now."""
        period = context.period
        if period is None or period.type == PeriodType.YEAR:
            raise FileRefused("标题里只写了年份，看不出是几月，请写成如“2018年1—3月”。")
        others = {str(found) for found in periods_of_headers(table) if found.code != period.code}
        if others:
            raise FileRefused(f"标题写的是{period}，表头写的是{'、'.join(sorted(others))}，请改成同一期间。")
        if period.starts_on > context.today:
            raise FileRefused(f"{period}还没有到，请核对标题里的年份和月份。")
        context.period = Period(period.year, period.end_month, cumulative=True)

    def key_parts(self, rows: Rows, context: Context, index: int) -> tuple[Indicator, Area, Period, str]:
        """The form's area, period and unit for every row."""
        assert context.period is not None
        assert context.unit is not None
        return rows.column("indicator")[index], context.area, context.period, str(context.unit)

    def stored_key(self, report: Mapping[str, Any]) -> tuple:
        """Rows are known by the indicator."""
        return (report["indicator_id"],)

    def reports_of(self, rows: Rows, context: Context) -> Iterable[Mapping[str, Any]]:
        """Those of the form's area and period."""
        assert context.period is not None
        return _known_reports().filter(area=context.area, period=context.period.code).values(*ABOUT_REPORTS)

    def check(self, rows: Rows, context: Context) -> None:
        """Also against earlier months, the target on record, and units that cannot be the indicator's."""
        super().check(rows, context)
        earlier, targets = _earlier(context), _targets(context)
        for index, indicator in enumerate(rows.column("indicator")):
            if indicator is None or rows.statuses[index] == UNCHANGED:
                continue
            if not _check_unit(rows, index, indicator, context.unit):
                continue
            cum = rows.column("cum")[index]
            for what, before in earlier.get(indicator.pk, {}).items():
                ask_about_jump(rows, index, "cum", cum, _in(before, context.unit), what)
            _check_target(rows, index, targets.get(indicator.pk), context)


class History(ReportImport):
    """Months gone by, one figure a row: how an office brings its past years in."""

    name = "economy.history"
    title = "历史月度数据"
    description = (
        "把往年各月的数一次导入，每行一个指标、一个区域、一个月。导入后是草稿，还要提交、审核、发布。"
    )
    business_key = ("indicator", "area", "period")
    fields: ClassVar[tuple[ImportField, ...]] = (
        INDICATOR,
        ImportField(
            "area", "区域", area_named(), required=True, aliases=("社区", "单位名称"), fill_down=True
        ),
        ImportField("period", "期间", Month(), required=True, aliases=("月份", "报告期"), sample="2018年3月"),
        ImportField(
            "unit", "单位", Choice({unit.value: unit.value for unit in Unit}), required=True, sample="亿元"
        ),
        *FIGURES,
        *NOTES,
    )

    def key_parts(self, rows: Rows, context: Context, index: int) -> tuple[Indicator, Area, Period, str]:
        """All four stand in the row."""
        found = rows.column("period")[index]
        period = Period(found.year, found.end_month, cumulative=True)
        return rows.column("indicator")[index], rows.column("area")[index], period, rows.column("unit")[index]

    def stored_key(self, report: Mapping[str, Any]) -> tuple:
        """Rows are known by indicator, area and month."""
        return report["indicator_id"], report["area_id"], report["period"]

    def reports_of(self, rows: Rows, context: Context) -> Iterable[Mapping[str, Any]]:
        """Those of the months and areas in the table."""
        periods = {period.code for period in rows.column("period") if period is not None}
        areas = {area.pk for area in rows.column("area") if area is not None}
        known = _known_reports().filter(any_of(IndicatorReport, "period", periods), area__in=areas)
        return known.values(*ABOUT_REPORTS)

    def check(self, rows: Rows, context: Context) -> None:
        """Also units that cannot be the indicator's, and months to come."""
        super().check(rows, context)
        units = [Unit(unit) if unit else None for unit in rows.column("unit")]
        known: dict[tuple[int, Unit], str] = {}
        for index, indicator in enumerate(rows.column("indicator")):
            unit, period = units[index], rows.column("period")[index]
            if indicator is not None and unit is not None:
                key = (indicator.pk, unit)
                if key not in known:
                    known[key] = _unit_fault(indicator, unit)
                if known[key]:
                    rows.fault(index, "unit", known[key], f"请换算成{indicator.unit}")
            if period is not None and period.starts_on > context.today:
                rows.fault(index, "period", "还没有到", "请核对年份和月份")


def _known_reports() -> Any:
    """Open reports and published figures; the open one comes last and so counts."""
    found = IndicatorReport.objects.filter(state__in=OPEN) | IndicatorReport.objects.filter(is_current=True)
    return found.order_by("revision_no")


def _as_row(report: Mapping[str, Any], rows: Rows, context: Context) -> dict[str, Any]:
    """A report as the row that would leave it unchanged, in the unit of the table."""
    over = report["reported_over_target_pct"]
    unit = None if "unit" in rows.columns else context.unit
    row = {
        "id": report["id"], "state": report["state"], "cum": _text_in(report["cum_text"], report["unit"], unit),
        "month": _number_in(report["month_value"], report["unit"], unit),
        "base": _number_in(report["base_value"], report["unit"], unit),
        "yoy": report["yoy_text"], "completion": None if over is None else over + HUNDRED, "note": report["note"],
    }  # fmt: skip
    return {**row, "unit": report["unit"]} if "unit" in rows.columns else row


def _text_in(text: str, unit: str, target: Unit | None) -> str:
    if not text or target is None or target == unit:
        return text
    return plain(Quantity(read_decimal(text), Unit(unit)).to(target).value)


def _number_in(value: Decimal | None, unit: str, target: Unit | None) -> Decimal | None:
    if value is None or target is None or target == unit:
        return value
    return Quantity(value, Unit(unit)).to(target).value


def _printed(value: Decimal | None) -> str:
    """The digits as printed: "0.30" keeps its zero."""
    return "" if value is None else plain(value)


def _check_changeable(rows: Rows, index: int, on_record: Mapping[str, Any], correction: str | None) -> None:
    """A figure under review waits; a published one is corrected with a reason, by a new revision."""
    state = on_record["state"]
    if state in CHANGEABLE:
        return
    label = ReportState(state).label
    if state in OPEN:
        rows.fault(index, "indicator", f"本期的数是“{label}”，不能修改", "请先撤回或请审核人退回")
    elif not correction:
        rows.fault(
            index,
            "indicator",
            f"本期的数“{label}”，与表中不同",
            "要更正请加一列“更正理由”写明原因，不更正请照已发布的数填",
        )


def _check_figures(rows: Rows, index: int) -> None:
    """No figure at all, and a figure a thousand times the one of last year."""
    cum, base = rows.column("cum")[index], rows.column("base")[index]
    if cum is None and rows.column("month")[index] is None:
        rows.ask(index, "indicator", "没有填本月数和累计数，会保存成没有数的草稿", "有数请补上")
    ask_about_jump(rows, index, "cum", cum, base, "上年同期")


def _check_unit(rows: Rows, index: int, indicator: Indicator, unit: Unit | None) -> bool:
    fault = _unit_fault(indicator, unit) if unit else ""
    if fault:
        rows.fault(index, "indicator", fault, f"请把这个指标放到单位是{indicator.unit}的表里")
    return not fault


def _unit_fault(indicator: Indicator, unit: Unit) -> str:
    """Why a figure of the indicator cannot be in this unit; empty when it can."""
    try:
        Quantity(Decimal(1), unit).to(indicator.unit)
    except Refusal:
        return f"“{indicator}”的单位是{indicator.unit}，表中的单位是{unit}"
    return ""


def _earlier(context: Context) -> dict[int, dict[str, Quantity]]:
    """Per indicator the figure before this month and the one a year ago, published or not."""
    assert context.period is not None
    year_ago = context.period.previous_year.code
    found: dict[int, dict[str, Quantity]] = {}
    known = _known_reports().filter(
        area=context.area, period__gte=year_ago, period__lt=context.period.code, cum_value__isnull=False
    )
    for report in known.order_by("period", "revision_no"):
        quantity = report.quantity
        if quantity:
            found.setdefault(report.indicator_id, {})[
                f"{report.span}" if report.period == year_ago else "前期"
            ] = quantity
    return found


def _targets(context: Context) -> dict[int, Quantity]:
    assert context.period is not None
    rows = IndicatorTarget.objects.filter(area=context.area, year=context.period.year)
    return {target.indicator_id: target.quantity for target in rows}


def _in(quantity: Quantity, unit: Unit | None) -> Decimal:
    return quantity.to(unit).value if unit else quantity.value


def _check_target(rows: Rows, index: int, target: Quantity | None, context: Context) -> None:
    """The form repeats the target; the one on record stands, and the clerk is told when they differ."""
    typed = rows.column("target")[index]
    if typed is None or context.unit is None:
        return
    if target is None:
        rows.ask(
            index, "target", "系统里还没有这个指标的年度目标，这里不会写入", "请科室负责人在指标里设定目标"
        )
    elif _in(target, context.unit) != typed:
        on_record = plain(_in(target, context.unit).normalize())
        rows.ask(
            index, "target", f"与已定的年度目标 {on_record}{context.unit} 不同，这里不会改动目标", "请核对"
        )
