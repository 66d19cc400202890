"""Projects: the list, one project with its money and its stages, entering and changing it."""

from __future__ import annotations

from typing import Any

from economy.projects.actions.register import change_project, register_project
from economy.projects.facts import PROJECT_FACTS
from economy.projects.models import STANDING, Project, ReversalState
from economy.projects.rules import is_advanceable, is_reversible, is_suspended, stands
from economy.projects.tables import MilestoneTable, ProjectTable
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage
from portal.site.sections import Section


class ProjectList(RecordList):
    """Every project one may see, newest first; money in 万元."""

    table = ProjectTable
    primary = PrimaryAction("登记项目", "economy:new_project", "economy.add_project")
    empty = "没有项目。点“登记项目”录入一个，或者在“导入”里上传整张项目台账。"


class ProjectPage(RecordPage):
    """One project: what and whose it is, and its stages; its money and land are shown by the rooms that keep them."""

    table = ProjectTable
    related = (
        "area", "office", "parent", "enterprise", "industry", "chief_officer", "leader", "source_document", "created_by",
    )  # fmt: skip
    template_name = "economy/projects/project.html"
    illustrative = "示例数据，非真实项目"
    facts = (
        "code", "investor", "industry_label", "industry", "national_code", Fact("签约时间", "signed_text"), "chief_officer",
        "leader", "enterprise", "parent", "is_public", "source_document", "note",
    )  # fmt: skip
    offers = (
        Offer("修改", "economy:edit_project", "economy.change_project", icon="pencil", when=stands),
        Offer("申请退回阶段", "economy:reverse_project", "economy.propose_reversal", icon="arrow-counterclockwise",
              when=is_reversible),
        Offer("恢复", "economy:resume_project", "economy.resume_project", primary=True, when=is_suspended),
        Offer("推进阶段", "economy:advance_project", "economy.advance_project", icon="arrow-right", primary=True,
              when=is_advanceable),
    )  # fmt: skip
    sections = (
        Section(
            MilestoneTable,
            "project",
            title="阶段与依据",
            ordering="id",
            limit=30,
            empty="还没有阶段记录。",
            order=20,
        ),
    )

    def get_context(self) -> dict[str, Any]:
        """The record page's own, with a proposal to go back and later phases."""
        project, user = self.record, self.request.user
        return {
            **super().get_context(),
            "meta_since": project.stage_text,
            "phases": list(project.phases.visible_to(user).order_by("id")),
            "open_reversal": project.reversals.filter(state=ReversalState.PROPOSED).first(),
        }


class NewProject(FormPage):
    """A new project."""

    permission, facts, action = "economy.add_project", PROJECT_FACTS, register_project
    title, submit, said = "登记项目", "登记", "已登记“{result}”，现在是“线索”。"


class EditProject(ChangePage):
    """A project on record."""

    about, permission, facts, action = Project, "economy.change_project", PROJECT_FACTS, change_project
    states, related = STANDING, ("area", "parent", "enterprise", "industry")
