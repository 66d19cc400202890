"""Reports: the list, one report, and the form they are entered by."""

from __future__ import annotations

from typing import Any

from economy.reports.actions import change_figure, report_figure
from economy.reports.facts import FIGURE_FACTS, REPORT_FACTS
from economy.reports.filters import ReportFilter
from economy.reports.models import STANDING, IndicatorReport, ReportState
from economy.reports.queries import BoardFigure, figure_of
from portal.figures.display import format_pct
from portal.figures.exact import plain
from portal.site.columns import Column, moment
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage, visible_record

EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)


class ReportList(RecordList):
    """Every report one may see, newest first."""

    model = IndicatorReport
    title = "指标填报"
    columns = (
        Column("标题", "title"),
        Column("累计", "cum_value", kind="number", show=lambda value: plain(value.normalize())),
        Column("单位", "unit"),
        Column("公布同比", "reported_yoy_pct", kind="number", unit="%", places=2),
        Column("版次", "revision_no", kind="number"),
        Column("状态", "state", kind="state"),
        Column("填报期限", "due_on", kind="due"),
        Column("区域", "area__name"),
    )
    filterset_class = ReportFilter
    search = True
    search_label = "搜标题、说明"
    record_url = "economy:report"
    open_states = frozenset({ReportState.DRAFT, ReportState.RETURNED})
    export = "economy.reports"
    primary = PrimaryAction("填报", "economy:new_report", "economy.save_report")
    empty = "没有填报。点“填报”录入一个数，或者在“导入”里上传整张月报表。"


def _figure(kind: str) -> Any:
    def explain(report: IndicatorReport) -> tuple[str, dict[str, Any]] | None:
        figure: BoardFigure = report.board_figure
        value, target, base = figure.value, figure.target, figure.base
        if kind == "completion" and value is not None and target is not None:
            return "completion", {"actual": plain(value), "target": plain(target.value)}
        if kind == "yoy" and value is not None and base is not None:
            return "yoy", {"current": plain(value), "base": plain(base)}
        if kind == "schedule":
            return "schedule", {
                "date": figure.period.ends_on.isoformat(),
                "basis": figure.indicator.schedule_basis,
            }
        if kind == "implied_base" and report.cum_text and report.yoy_text:
            return "implied_base", {"current": report.cum_text, "yoy_pct": report.yoy_text}
        return None

    return explain


def _yoy(report: IndicatorReport) -> str | None:
    figure: BoardFigure = report.board_figure
    text = figure.yoy.label or (format_pct(figure.yoy.pct) if figure.yoy.pct is not None else None)
    return f"{text}（{figure.yoy_note}）" if text and figure.yoy_note else text


class ReportPage(RecordPage):
    """One figure with its target, its growth as published and as computed, its source and its revisions."""

    model = IndicatorReport
    related = ("area", "indicator", "source_document", "submitted_by", "reviewed_by", "created_by")
    list_url = "economy:reports"
    due = "due_on"
    template_name = "economy/reports/report.html"
    facts = (
        Fact("指标", "indicator"),
        Fact("口径", lambda report: report.indicator.get_caliber_display()),
        Fact("期间", lambda report: str(report.span)),
        Fact("本年累计", lambda report: str(report.quantity) if report.quantity else None),
        Fact("上年同期累计（填报）", lambda report: str(report.base_quantity) if report.base_quantity else None),
        Fact("公布同比", lambda report: f"{report.yoy_text}%" if report.yoy_text else None, explain=_figure("implied_base")),
        Fact("计算同比", _yoy, explain=_figure("yoy")),
        Fact("年度目标", lambda report: str(report.board_figure.target) if report.board_figure.target else None),
        Fact("完成年度目标", lambda report: format_pct(report.board_figure.completion_pct), explain=_figure("completion")),
        Fact("公布超目标", lambda report: f"{report.over_target_text}%" if report.over_target_text else None),
        Fact("序时进度", lambda report: format_pct(report.board_figure.schedule_pct), explain=_figure("schedule")),
        Fact("填报期限", "due_on", kind="due"),
        Fact("审核期限", "review_due_on", kind="date"),
        Fact("报送", lambda report: report.submitted_by and f"{report.submitted_by}，{moment(report.submitted_at)}"),
        Fact("审核", "reviewed_by"),
        Fact("版次", lambda report: f"第 {report.revision_no} 版" + ("（现行）" if report.is_current else "")),
        Fact("来源文件", "source_document", wide=True,
             url=lambda report: report.source_document and report.source_document.get_absolute_url()),
        Fact("累计减少的原因", "negative_adjustment_reason", wide=True),
        Fact("更正理由", "correction_reason", wide=True),
        Fact("说明", "note", wide=True),
    )  # fmt: skip

    def get_facts(self) -> tuple[Fact, ...]:
        """All facts but the reasons nobody had to give."""
        self.record.board_figure = figure_of(self.record)
        optional = {"negative_adjustment_reason", "correction_reason"}
        return tuple(
            fact for fact in self.facts if fact.value not in optional or getattr(self.record, fact.value)
        )

    def get_context(self) -> dict[str, Any]:
        """The record page's own, with what else one may do and the other revisions."""
        report, user = self.record, self.request.user
        return {
            **super().get_context(),
            "may_edit": report.state in EDITABLE and user.has_perm("economy.save_report", report),
            "may_correct": report.state in STANDING and user.has_perm("economy.correct_report", report),
            "revisions": self._revisions()
            if report.revision_no > 1 or report.state == ReportState.SUPERSEDED
            else [],
        }

    def _revisions(self) -> list[IndicatorReport]:
        report = self.record
        rows = IndicatorReport.objects.visible_to(self.request.user).filter(
            indicator=report.indicator_id, area=report.area_id, period=report.period
        )  # fmt: skip
        return list(rows.exclude(pk=report.pk).order_by("-revision_no"))


class NewReport(FormPage):
    """A new figure; `?correct=` starts from a published one."""

    permission, facts, action = "economy.save_report", REPORT_FACTS, report_figure
    submit, list_url = "保存草稿", "economy:reports"

    @property
    def title(self) -> str:  # type: ignore[override]
        """What it is called when a published figure is corrected."""
        return "更正已发布的数" if "correct" in self.request.GET else "填报指标"

    def start(self) -> dict[str, Any]:
        """Nothing, or the figure to be corrected."""
        asked = self.request.GET.get("correct", "")
        if not (asked.isascii() and asked.isdecimal()) or len(asked) > 18:
            return {}
        report = visible_record(IndicatorReport, int(asked), self.request.user)
        return {given.name: given.of(report) for given in self.facts if given.name != "correction_reason"}

    def tell(self, result: IndicatorReport) -> str:
        """What is to be done next."""
        return "已保存为草稿，核对后请提交。" if result.state == ReportState.DRAFT else "已保存。"


class EditReport(ChangePage):
    """A draft or returned figure; which figure it is stays."""

    about, permission, facts, action = IndicatorReport, "economy.save_report", FIGURE_FACTS, change_figure
    submit, states, list_url, related = "保存草稿", EDITABLE, "economy:reports", ("indicator", "area")
    tell = NewReport.tell
