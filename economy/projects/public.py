"""Projects in the words of people who are no clerks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from economy.projects.models import Project, ProjectStage

PLAIN = {
    ProjectStage.SIGNED: "已经签约",
    ProjectStage.LANDED: "已经落地",
    ProjectStage.STARTED: "正在建设",
    ProjectStage.PARTIALLY_OPERATIONAL: "部分建成投产",
    ProjectStage.OPERATIONAL: "已经投产运营",
    ProjectStage.ACCEPTED: "已经竣工达效",
}


def in_plain_words(projects: Iterable[Project]) -> list[dict[str, Any]]:
    """What is told about each: name, what it is about, where, and how far it is."""
    return [
        {
            "name": project.name, "industry": project.industry_label, "place": project.area.name,
            "stage": PLAIN[ProjectStage(project.stage)], "is_illustrative": project.is_illustrative, "pk": project.pk,
            "since": project.updated_at,
        }
        for project in projects
    ]  # fmt: skip
