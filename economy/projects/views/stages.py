"""A project's way forward: advancing it, and resuming it after a pause."""

from __future__ import annotations

from typing import Any

from economy.projects.actions.stages import advance_project, resume_project
from economy.projects.facts import ADVANCE_FACTS, RESUME_FACTS
from economy.projects.models import FUNNEL, Project, ProjectStage
from portal.site.form_pages import FormPage


class AdvanceProject(FormPage):
    """A step forward, with its day and its document."""

    about, permission, facts, action = Project, "economy.advance_project", ADVANCE_FACTS, advance_project
    title, submit, said = "推进阶段", "推进", "阶段已推进。"
    states = FUNNEL[:-1]

    def leads_to(self, result: Any) -> Project:
        """The project."""
        return self.record


class ResumeProject(FormPage):
    """Taking a suspended project up again."""

    about, permission, facts, action = Project, "economy.resume_project", RESUME_FACTS, resume_project
    title, submit, said = "恢复", "恢复", "项目已恢复。"
    states = (ProjectStage.SUSPENDED,)
