"""Projects: the list, one project with its money and its stages, entering and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from economy.projects.actions.register import change_project, register_project
from economy.projects.forms import ProjectForm, initial_of
from economy.projects.models import ReversalState
from economy.projects.questions import Questioned
from economy.projects.rules import is_advanceable, is_reversible, is_suspended, stands
from economy.projects.tables import MilestoneTable, ProjectTable
from economy.projects.views.base import CALLED, ProjectFormView
from portal.errors import InvalidInput, NotPermitted
from portal.site.forms import beside_fields
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage
from portal.site.requests import DeskRequest
from portal.site.sections import Section


class ProjectList(RecordList):
    """Every project one may see, newest first; money in 万元."""

    table = ProjectTable
    export = "economy.projects"
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


class NewProject(FormView):
    """A new project."""

    request: DeskRequest
    form_class = ProjectForm
    template_name = "economy/projects/form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who register somewhere."""
        if not request.user.has_perm("economy.add_project"):
            raise NotPermitted("您的岗位不能登记项目。")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ProjectForm) -> HttpResponse:
        """Register it as a lead and show it."""
        data = form.cleaned_data
        try:
            project = register_project(
                form.facts, area=data["area"], by=self.request.user, confirmed=data["confirmed"]
            )
        except Questioned as question:
            form.question(question.message)
            return self.form_invalid(form)
        except InvalidInput as refusal:
            beside_fields(form, refusal, CALLED)
            return self.form_invalid(form)
        messages.success(self.request, f"已登记“{project}”，现在是“线索”。")
        return redirect(project)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title="登记项目", submit="登记", back_url=reverse("economy:projects"), **kwargs
        )


class EditProject(ProjectFormView):
    """A project on record."""

    form_class = ProjectForm
    permission = "economy.change_project"
    title = "修改"
    said = "已保存，改动记入修改历史。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in, and shows what is on record."""
        return {
            **super().get_form_kwargs(), "user": self.request.user, "project": self.project,
            "initial": initial_of(self.project),
        }  # fmt: skip

    def save(self, form: ProjectForm) -> None:
        """Change what differs."""
        data = form.cleaned_data
        change_project(self.project, form.facts, by=self.request.user, area=data["area"], confirmed=data["confirmed"])  # fmt: skip
