"""My exports: asked for from a list, watched, fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from portal.accounts.requests import DeskRequest
from portal.errors import Refusal
from portal.exchange.forms import ExportForm
from portal.exchange.models import ExportJob
from portal.exchange.outgoing.answers import file_answer, manifest_answer
from portal.exchange.outgoing.declare import SEARCH, Export, available_exports, export_named
from portal.exchange.outgoing.jobs import own_export, request_export
from portal.exchange.outgoing.progress import progress_of
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


class NewExportView(FormView):
    """Format and purpose, for exactly the rows of the list one comes from."""

    form_class = ExportForm
    request: DeskRequest
    template_name = "exchange/export_new.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Unmasking is offered only to those who may."""
        self.export.check_permitted(self.request.user)
        may_unmask = self.request.user.has_perm(self.export.reveal_permission)
        return {**super().get_form_kwargs(), "may_unmask": may_unmask}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is exported and how it is narrowed."""
        narrowed = self.export.table.asking(self.request.user, self.filters).in_words()
        if words := self.filters.get(SEARCH):
            narrowed = [*narrowed, ("搜索", words)]
        back_url = reverse("exchange:exports")
        return super().get_context_data(export=self.export, narrowed=narrowed, back_url=back_url, **kwargs)

    def form_valid(self, form: ExportForm) -> HttpResponse:
        """Ask for it, and watch it among the others."""
        try:
            request_export(self.export.name, by=self.request.user, filters=self.filters, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return redirect("exchange:exports")

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
