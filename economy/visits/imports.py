"""Visits from the ledger an officer keeps."""

from __future__ import annotations

from economy.projects.models import Project
from economy.visits.models import ProjectVisit
from portal.exchange.intake.declare import Context, ImportField, Rows
from portal.exchange.intake.kinds import Day, Named, Text, names_of, person_named
from portal.exchange.intake.records import RecordImport


def projects_of(context: Context) -> dict[str, list[Project]]:
    """The projects of the import's area, by name and number."""
    rows = Project.objects.entered().filter(area__in=context.area_ids)
    return names_of((project, (project.name, project.code)) for project in rows)


class VisitLedger(RecordImport):
    """Visits by project, day and need."""

    name, title, permission = "economy.visits", "走访台账", "economy.add_projectvisit"
    model, area_field, business_key = ProjectVisit, "project__area", ("project", "day", "need")
    fields = (
        ImportField(
            "project",
            "项目",
            Named("项目", projects_of),
            required=True,
            fill_down=True,
            aliases=("项目名称",),
        ),
        ImportField("day", "走访日期", Day(), required=True, attribute="visited_on"),
        ImportField(
            "officer", "走访人", person_named(), required=True, attribute="visited_by", fill_down=True
        ),
        ImportField("need", "企业诉求", Text(300), required=True, aliases=("诉求", "反映问题")),
        ImportField("answer", "办理情况", Text(300)),
        ImportField("settled", "办结日期", Day(), attribute="settled_on"),
    )

    def check(self, rows: Rows, context: Context) -> None:
        """A visit has been made, and is settled no earlier."""
        for index, (day, settled) in enumerate(zip(rows.column("day"), rows.column("settled"), strict=True)):
            if day is not None and day.day > context.today:
                rows.fault(index, "day", f"{day.day} 还没有到", "请填实际走访的日期")
            if day is not None and settled is not None and settled.day < day.day:
                rows.fault(index, "settled", "早于走访日期", "请核对两个日期")
