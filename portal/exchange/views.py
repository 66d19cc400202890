"""My exports: asked for from a list, watched, fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from portal.accounts.requests import DeskRequest
from portal.exchange.facts import EXPORT_FACTS
from portal.exchange.models import ExportJob
from portal.exchange.outgoing.answers import file_answer, manifest_answer
from portal.exchange.outgoing.declare import SEARCH, Export, available_exports, export_named
from portal.exchange.outgoing.jobs import own_export, request_export
from portal.exchange.outgoing.progress import progress_of
from portal.records.facts import Facts
from portal.records.forms import FactsForm
from portal.site.form_pages import FormPage
from portal.text import clean_line

LATEST = 50
PAGE_PARAMETERS = ("export", "cursor", "page", "page_size", "ordering")


def export_list(request: DeskRequest) -> HttpResponse:
    """The user's latest exports, and what may be exported."""
    jobs = [_card(job) for job in ExportJob.objects.of(request.user).order_by("-id")[:LATEST]]
    return render(
        request, "exchange/export_list.html", {"cards": jobs, "available": available_exports(request.user)}
    )


def export_card(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One export of the list; an unfinished one asks for itself again every second."""
    return render(request, "exchange/export_card.html", {"card": _card(own_export(uuid, by=request.user))})


def export_file(request: DeskRequest, uuid: UUID) -> FileResponse:
    """The file."""
    return file_answer(own_export(uuid, by=request.user), by=request.user)


def export_manifest(request: DeskRequest, uuid: UUID) -> FileResponse:
    """Its manifest."""
    return manifest_answer(own_export(uuid, by=request.user), by=request.user)


class NewExport(FormPage):
    """Format and purpose, for exactly the rows of the list one comes from."""

    action, template_name, submit, list_url = (
        request_export,
        "exchange/export_new.html",
        "导出",
        "exchange:exports",
    )

    def check(self) -> None:
        """Only what one may export."""
        self.export.check_permitted(self.request.user)

    @property
    def title(self) -> str:  # type: ignore[override]  # a word, as there
        """What is exported."""
        return f"导出{self.export.title}"

    def get_facts(self) -> Facts:
        """Unmasking is offered only to those who may."""
        may_unmask = self.request.user.has_perm(self.export.reveal_permission)
        return EXPORT_FACTS if may_unmask else EXPORT_FACTS.without("unmasked")

    def take(self, form: FactsForm) -> HttpResponse:
        """Ask for it, and watch it among the others; the file is written in transactions of its own."""
        type(self).action(self.export.name, by=self.request.user, filters=self.filters, **form.read)
        return redirect("exchange:exports")

    def get_context(self) -> dict[str, Any]:
        """What is exported and how it is narrowed."""
        narrowed = self.export.table.asking(self.request.user, self.filters).in_words()
        if words := self.filters.get(SEARCH):
            narrowed = [*narrowed, ("搜索", words)]
        return {**super().get_context(), "export": self.export, "narrowed": narrowed}

    @property
    def export(self) -> Export:
        """The export named in the address."""
        return export_named(self.request.GET.get("export", ""))

    @property
    def filters(self) -> dict[str, Any]:
        """The list's filters as they stood in its address."""
        return filters_in(self.request.GET)


def filters_in(query: QueryDict) -> dict[str, Any]:
    """What narrows a list, out of its address; `q` holds the search words there."""
    asked = {name: [clean_line(value) for value in values] for name, values in query.lists()}
    given = {name: values for name, values in asked.items() if name not in PAGE_PARAMETERS and any(values)}
    filters = {name: values if len(values) > 1 else values[0] for name, values in given.items()}
    words = filters.pop("q", "")
    return {**filters, SEARCH: words} if words else filters


def _card(job: ExportJob) -> dict[str, Any]:
    return {"job": job, "progress": progress_of(job)}
