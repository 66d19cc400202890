"""Projects the office made public, on the public home."""

from __future__ import annotations

from typing import Any

from economy.projects.public import in_plain_words
from economy.projects.queries import published_projects
from portal.site.public_panels import public_panel
from portal.site.public_side import PublicSide

MOST = 8


@public_panel("正在推进的项目", template="economy/projects/panel.html", order=25)
def projects_under_way(side: PublicSide) -> dict[str, Any] | None:
    """The projects the office chose to make public, the furthest first; None when there are none."""
    projects = in_plain_words(published_projects(side)[:MOST])
    return {"projects": projects} if projects else None
