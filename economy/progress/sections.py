"""What a project's page shows of its completed investment."""

from __future__ import annotations

from economy.progress.tables import ProgressTable
from economy.projects.rules import stands
from portal.site.records import Offer
from portal.site.sections import Section, on_page_of

NEW_PROGRESS = Offer(
    "填报完成投资", "economy:new_progress", "economy.add_projectprogress", icon="plus-lg", when=stands
)

on_page_of(
    "economy.Project",
    Section(
        ProgressTable, "project", title="累计完成投资", ordering="-period", limit=12, offers=(NEW_PROGRESS,),
        empty="还没有填报。", order=50,
    ),
)  # fmt: skip
