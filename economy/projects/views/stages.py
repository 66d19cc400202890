"""A project's way forward: advancing it, and resuming it after a pause."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File

from economy.projects.actions.stages import advance_project, resume_project
from economy.projects.forms import AdvanceForm, ResumeForm
from economy.projects.models import ProjectStage
from economy.projects.views.base import ProjectFormView, kept
from portal.attachments.models import Document


class AdvanceProject(ProjectFormView):
    """A step forward, with its day and its document."""

    form_class = AdvanceForm
    permission = "economy.advance_project"
    title = "推进阶段"
    submit = "推进"
    said = "阶段已推进。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only stages ahead are offered."""
        return {**super().get_form_kwargs(), "project": self.project}

    def save(self, form: AdvanceForm) -> None:
        """Keep the document and take the step."""
        data = form.cleaned_data
        document = self.keep(data["file"], data["title"])
        advance_project(self.project, ProjectStage(data["stage"]), on=data["on"], document=document,
                        by=self.request.user, note=data["note"])  # fmt: skip

    def keep(self, file: File | None, title: str = "") -> Document | None:
        """The uploaded file as a document of the project's area."""
        return kept(file, title, self.project, self.request.user)


class ResumeProject(ProjectFormView):
    """Taking a suspended project up again."""

    form_class = ResumeForm
    permission = "economy.resume_project"
    title = "恢复"
    submit = "恢复"
    said = "项目已恢复。"

    def save(self, form: ResumeForm) -> None:
        """Take it up where it was."""
        data = form.cleaned_data
        resume_project(self.project, by=self.request.user, note=data["note"], on=data["on"])
