"""Every form page keeps what was typed, whatever happens to it; two clicks are one, and nobody writes over another.

Pages are found by walking the addresses, and filled in from their own facts, so that a new page is asked about
without being named here. The action a page declares is put in place of another that refuses, or counts its calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from portal.accounts.models import User
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.outgoing.declare import available_exports
from portal.management.commands.populate import declared_parts
from portal.records.facts import PAGE
from portal.records.forms import FactsForm
from portal.records.kinds import Personal, Text
from portal.site.form_pages import ChangePage, FormPage
from portal.workflow.actions import steps_open_to
from portal.workflow.flows import flow_of

pytestmark = pytest.mark.django_db
BACKEND = "portal.accounts.backends.PostBackend"
THEIRS = "别人改的"


@dataclass
class Opened:
    """A page as somebody has opened it: who, where, about what, and what the fields are filled with."""

    page: type[FormPage]
    user: User
    address: str
    record: Any
    form: FactsForm
    typed: dict[str, Any]

    def browser(self, **options: Any) -> Client:
        client = Client(**options)
        client.force_login(self.user, backend=BACKEND)
        return client

    def send(self, browser: Client, **more: Any):
        typed = {**self.typed, **self.files(), **more}
        return browser.post(self.address, typed, headers={"Origin": "http://testserver"})

    def files(self) -> dict[str, Any]:
        fields = self.form.fields.items()
        wanted = [name for name, field in fields if field.required and field.widget.needs_multipart_form]
        return {name: SimpleUploadedFile("样例.pdf", b"%PDF-1.4 sample") for name in wanted}

    def confirmed(self) -> dict[str, str]:
        return {self.page.confirms: "1"} if self.page.confirms else {}

    def kept(self, answer: Any) -> list[str]:
        """The fields that do not show what was typed any more."""
        form = answer.context["form"]
        lost = [
            name for name, text in self.typed.items()
            if name in form.fields and str(form[name].value() or "") != str(text) and text != "on"
        ]  # fmt: skip
        return lost + [name for name, text in self.typed.items() if text == "on" and not form[name].value()]


def form_pages() -> Iterator[tuple[str, type[FormPage]]]:
    """Every form page with the name of its address."""

    def walk(resolver: Any, space: str = "") -> Iterator[tuple[str, type[FormPage]]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                view = getattr(one.callback, "view_class", None)
                if view is not None and issubclass(view, FormPage) and one.name:
                    yield f"{space}{one.name}", view
            else:
                yield from walk(one, f"{one.namespace}:" if one.namespace else space)

    found = dict(walk(get_resolver()))
    assert found
    yield from sorted(found.items())


def places(name: str, page: type[FormPage], user: User) -> Iterator[tuple[str, Any]]:
    """The addresses of a page a user may open, each with the record it is about."""
    if page.about is not None:
        for record in records_of(page, page.about, user):
            yield reverse(name, kwargs=page.kwargs_for(record)), record
    elif name == "site:take":
        for model in filter(flow_of, apps.get_models()):
            for record in records_of(page, model, user):
                for step in (step for step in steps_open_to(user, record) if step.needs_note):
                    yield reverse(name, args=[model._meta.label_lower, record.pk, step.name]), record
    elif user.has_perm(page.permission):
        yield reverse(name), None
    elif not page.permission:
        yield from ((f"{reverse(name)}?export={export.name}", None) for export in available_exports(user))


def records_of(page: type[FormPage], model: type[models.Model], user: User) -> Iterator[Any]:
    """The records of a kind that a user may do it to."""
    rows = model._default_manager.visible_to(user)
    flow = flow_of(model)
    if page.states is not None and flow is not None:
        rows = rows.filter(**{f"{flow.field}__in": page.states})
    for record in rows.order_by("pk")[:20]:
        if not page.permission or user.has_perm(page.permission, record):
            yield record


def opened(name: str, page: type[FormPage], people: list[User]) -> Opened | None:
    """The page as the first of the people has opened it who may, filled in from its facts."""
    for user in people:
        browser = Client()
        browser.force_login(user, backend=BACKEND)
        for address, record in places(name, page, user):
            shown = browser.get(address)
            if shown.status_code == 200 and "form" in shown.context:
                form = shown.context["form"]
                return Opened(page, user, address, record, form, typed_into(form))
    return None


def typed_into(form: FactsForm) -> dict[str, Any]:
    """What stands in the fields, and an example where nothing does."""
    typed: dict[str, Any] = {}
    for given in form.declared.on(PAGE):
        names = form.parts_of[given.name]
        start = {name: form.initial.get(name) for name in names}
        example = (
            {next(iter(names)): given.example} if given.example else given.kind.example(given, form.asked)
        )
        stands = {name: text for name, text in start.items() if text not in (None, "", False, True)}
        typed |= stands or example or {}
    return typed


@pytest.fixture
def people(settings, tmp_path) -> list[User]:
    """The sample streets full of records, and those who work there."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)
    for part in declared_parts():
        call_command("populate", scale=20, only=[part], verbosity=0)
    return list(
        User.objects.filter(
            username__in=("economy_clerk", "section_chief", "street_leader", "admin")
        ).order_by("pk")
    )


@pytest.fixture
def pages(people) -> list[Opened]:
    """Every form page, opened and filled in; none that nobody can open."""
    found = {name: opened(name, page, people) for name, page in form_pages()}
    closed = [name for name, one in found.items() if one is None and name not in WITHOUT_RECORDS]
    assert closed == [], f"cannot be opened by anybody of the sample: {closed}"
    return [one for one in found.values() if one is not None]


WITHOUT_RECORDS = {
    "economy:release_receipt": "no voided receipt in the sample",
    "economy:resume_project": "no suspended project in the sample",
}


class Anything:
    """What an action may have made: it has every name but an address."""

    def __getattr__(self, name: str) -> str:
        if name == "get_absolute_url":
            raise AttributeError(name)
        return "1"


def refuse_with(refusal: Exception):
    def action(*args: Any, **kwargs: Any) -> Any:
        raise refusal

    return action


def refused(pages: list[Opened], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whatever is refused, the typed text stays, with the refusal beside it."""
    refusals = (
        InvalidInput("数字对不上，请核对。"),
        WrongState("现在不能这样办。"),
        NotPermitted("您的岗位不能这样办。"),
    )
    lost = []
    for one in pages:
        for refusal in refusals:
            monkeypatch.setattr(one.page, "action", staticmethod(refuse_with(refusal)))
            answer = one.send(one.browser(), **one.confirmed())
            content = answer.content.decode()
            expected = one.page.invalid_status if isinstance(refusal, InvalidInput) else refusal.status
            if answer.status_code != expected or refusal.message not in content or one.kept(answer):
                told = answer.context and answer.context.get("form") and answer.context["form"].errors
                lost.append(
                    (one.page.__name__, type(refusal).__name__, answer.status_code, told and dict(told))
                )
    return lost


def lapsed(pages: list[Opened], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A lapsed token or session loses nothing."""
    lost = []
    for one in pages:
        answer = one.send(one.browser(enforce_csrf_checks=True))
        if answer.status_code != 403 or "过期" not in answer.content.decode() or one.kept(answer):
            lost.append((one.page.__name__, "token", answer.status_code))
        shown = one.browser().get(one.address).content.decode()
        without = Client().post(one.address, one.typed)
        # What was typed waits in the browser, under this address and this user; the login leads back to both.
        if f'data-draft="{one.user.pk}"' not in shown or one.address.partition("?")[0] not in without.get(
            "Location", ""
        ):
            lost.append((one.page.__name__, "session", without.get("Location")))
    return lost


def clicked_twice(pages: list[Opened], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two clicks are one."""
    twice = []
    for one in (one for one in pages if one.page.take is FormPage.take):
        calls: list[Any] = []

        def counted(*args: Any, calls: list[Any] = calls, **kwargs: Any) -> Any:
            calls.append(kwargs)
            return Anything()

        monkeypatch.setattr(one.page, "action", staticmethod(counted))
        browser = one.browser()
        key = browser.get(one.address).context["once"]
        first, second = (one.send(browser, once=key, **one.confirmed()) for _ in range(2))
        if (len(calls), first.status_code, second.status_code) != (1, 302, 302) or first.url != second.url:
            told = first.context and dict(first.context["form"].errors)
            twice.append((one.page.__name__, len(calls), first.status_code, told))
    return twice


def edited_by_two(pages: list[Opened], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A second editor is shown who changed what, and decides."""
    wrong = []
    for one in (one for one in pages if issubclass(one.page, ChangePage)):
        given = next(
            given for given in one.form.declared.on(PAGE)
            if isinstance(given.kind, Text) and not isinstance(given.kind, Personal) and given.field is not None
            and type(given.field) in (models.CharField, models.TextField) and given.read is None
        )  # fmt: skip
        browser = one.browser()
        first = browser.get(one.address)
        shown = {
            name: "on" if value is True else value
            for name, value in first.context["form"].initial.items() if value not in (False, None)
        }  # fmt: skip
        kept = {"version": first.context["version"], **shown, given.name: "我改的"}
        type(one.record)._default_manager.filter(pk=one.record.pk).update(**{given.name: THEIRS})
        calls: list[Any] = []

        def counted(
            record: Any, facts: dict[str, Any], *, by: Any, calls: list[Any] = calls, **beside: Any
        ) -> Any:
            calls.append(facts)
            return Anything()

        monkeypatch.setattr(one.page, "action", staticmethod(counted))
        asked = browser.post(one.address, kept)
        content = asked.content.decode()
        told = (
            asked.status_code == 409
            and THEIRS in content
            and "我改的" in content
            and "数据库账号" not in content
        )
        again = {**kept, "version": asked.context["version"]} if told else kept
        theirs = browser.post(one.address, {**again, f"decide_{given.name}": "theirs"})
        mine = browser.post(one.address, {**again, f"decide_{given.name}": "mine"})
        if (
            not told
            or (theirs.status_code, mine.status_code) != (302, 302)
            or calls != [{}, {given.name: "我改的"}]
        ):
            wrong.append(
                (one.page.__name__, asked.status_code, told, theirs.status_code, mine.status_code, calls)
            )
    return wrong


def test_every_form_page_keeps_what_was_typed(pages, monkeypatch):
    """One town for all cases: to fill it takes longer than to ask every page."""
    found = {
        case.__name__: case(pages, monkeypatch) for case in (refused, lapsed, clicked_twice, edited_by_two)
    }
    assert found == {case: [] for case in found}
