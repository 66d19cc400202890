"""What the forms of a project and its parts have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.files.base import File
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView

from economy.projects.models import Project
from economy.projects.questions import Questioned
from portal.attachments.actions import keep_document
from portal.attachments.models import Document
from portal.errors import InvalidInput, NotPermitted
from portal.site.forms import beside_fields
from portal.site.records import visible_record
from portal.site.requests import DeskRequest

CALLED = {"document": "file", "evidence": "file", "to_stage": "stage"}


class ProjectFormView(FormView):
    """Saving something of a project; whatever is refused stays in the form, whatever is questioned is asked."""

    template_name = "economy/projects/form.html"
    permission: ClassVar[str] = ""
    title: ClassVar[str] = ""
    submit: ClassVar[str] = "保存"
    said: ClassVar[str] = "已保存。"
    request: DeskRequest
    project: Project

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those whose post lets them do this to this project."""
        self.project = visible_record(Project, kwargs["pk"], request.user, related=("area", "parent", "enterprise", "industry"))  # fmt: skip
        if not request.user.has_perm(self.permission, self.project):
            raise NotPermitted(f"您的岗位不能对这个项目“{self.title}”。")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the action and show the project."""
        try:
            with transaction.atomic():
                to = self.save(form) or self.project
        except Questioned as question:
            form.question(question.message)
            return self.form_invalid(form)
        except InvalidInput as refusal:
            beside_fields(form, refusal, CALLED)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(to)

    def save(self, form: Any) -> Any:
        """Call the action; what to show afterwards, when it is not the project."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title=f"{self.title}：{self.project}", submit=self.submit, project=self.project,
            back_url=self.project.get_absolute_url(), **kwargs,
        )  # fmt: skip


def kept(file: File | None, title: str, project: Project, by: Any) -> Document | None:
    """An uploaded file as a document of the project's office; None without one."""
    if not file:
        return None
    return keep_document(
        file, area=project.area, title=title or (file.name or "证明文件").rsplit("/", 1)[-1][:120], by=by
    )
