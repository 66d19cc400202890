"""The page completed investment is entered on."""

from __future__ import annotations

from economy.progress.actions import record_progress
from economy.progress.forms import ProgressForm
from economy.projects.views.base import ProjectFormView


class NewProgress(ProjectFormView):
    """Investment completed up to a month."""

    form_class = ProgressForm
    permission = "economy.add_projectprogress"
    title = "填报完成投资"

    def save(self, form: ProgressForm) -> None:
        """Record the month."""
        data = dict(form.cleaned_data)
        record_progress(self.project, completed=data.pop("completed")[0], by=self.request.user, **data)
