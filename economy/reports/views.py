"""Reports: the list, one report, and the form they are entered by."""

from __future__ import annotations

from typing import Any

from economy.reports.actions import change_figure, report_figure
from economy.reports.facts import FIGURE_FACTS, REPORT_FACTS
from economy.reports.models import EDITABLE, IndicatorReport, ReportState
from economy.reports.queries import BoardFigure, figure_of, revisions_of
from economy.reports.rules import is_editable, is_published
from economy.reports.tables import ReportTable
from portal.figures.display import format_pct
from portal.figures.exact import plain
from portal.site.cells import moment
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage, visible_record
from portal.site.sections import Panel


class ReportList(RecordList):
    """Every report one may see, newest first."""

    table = ReportTable
    primary = PrimaryAction("填报", "economy:new_report", "economy.save_report")
    empty = "没有填报。点“填报”录入一个数，或者在“导入”里上传整张月报表。"


def _figure(kind: str) -> Any:
    def explain(report: Any) -> tuple[str, dict[str, Any]] | None:
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


def _yoy(report: Any) -> str | None:
    figure: BoardFigure = report.board_figure
    text = figure.yoy.label or (format_pct(figure.yoy.pct) if figure.yoy.pct is not None else None)
    return f"{text}（{figure.yoy_note}）" if text and figure.yoy_note else text


def _other_revisions(report: IndicatorReport, user: Any) -> dict[str, Any] | None:
    found = revisions_of(report, user)
    return {"revisions": found} if found else None


class ReportPage(RecordPage):
    """One figure with its target, its growth as published and as computed, its source and its revisions."""

    table = ReportTable
    related = ("area", "indicator", "source_document", "submitted_by", "reviewed_by", "created_by")
    due = "due_on"
    illustrative = "示例数据，非官方公布"
    facts = (
        "indicator",
        "indicator__caliber",
        Fact("期间", lambda report: str(report.span)),
        Fact("本年累计", lambda report: str(report.quantity) if report.quantity else None),
        Fact("上年同期累计（填报）", lambda report: str(report.base_quantity) if report.base_quantity else None),
        Fact("公布同比", lambda report: f"{report.yoy_text}%" if report.yoy_text else None, explain=_figure("implied_base")),
        Fact("计算同比", _yoy, explain=_figure("yoy")),
        Fact("年度目标", lambda report: str(report.board_figure.target) if report.board_figure.target else None),
        Fact("完成年度目标", lambda report: format_pct(report.board_figure.completion_pct), explain=_figure("completion")),
        Fact("公布超目标", lambda report: f"{report.over_target_text}%" if report.over_target_text else None),
        Fact("序时进度", lambda report: format_pct(report.board_figure.schedule_pct), explain=_figure("schedule")),
        "due_on",
        "review_due_on",
        Fact("报送", lambda report: report.submitted_by and f"{report.submitted_by}，{moment(report.submitted_at)}"),
        "reviewed_by",
        Fact("版次", lambda report: f"第 {report.revision_no} 版" + ("（现行）" if report.is_current else "")),
        "source_document",
        Fact("", "negative_adjustment_reason", optional=True),
        Fact("", "correction_reason", optional=True),
        "note",
    )  # fmt: skip
    offers = (
        Offer("修改", "economy:edit_report", "economy.save_report", icon="pencil", when=is_editable),
        Offer(
            "更正", "economy:new_report", "economy.correct_report", icon="pencil", when=is_published,
            key=lambda report: None, query=lambda report: f"?correct={report.pk}",
        ),
    )  # fmt: skip
    sections = (Panel("economy/reports/revisions.html", _other_revisions),)

    def get_facts(self) -> list[Fact]:
        """The facts, beside the year's target and the year before."""
        self.record.board_figure = figure_of(self.record)
        return super().get_facts()


class NewReport(FormPage):
    """A new figure; `?correct=` starts from a published one."""

    permission, facts, action = "economy.save_report", REPORT_FACTS, report_figure
    submit = "保存草稿"

    @property
    def title(self) -> str:  # type: ignore[override]  # worked out here, said elsewhere
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
    submit, states, related = "保存草稿", EDITABLE, ("indicator", "area")
    tell = NewReport.tell
