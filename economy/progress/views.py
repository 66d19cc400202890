"""The page completed investment is entered on."""

from __future__ import annotations

from economy.progress.actions import record_progress
from economy.progress.facts import PROGRESS_FACTS
from economy.projects.models import STANDING, Project
from portal.site.form_pages import FormPage


class NewProgress(FormPage):
    """Investment completed up to a month."""

    about, permission, facts, action = Project, "economy.add_projectprogress", PROGRESS_FACTS, record_progress
    title, states = "填报完成投资", STANDING
