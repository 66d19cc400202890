"""Text is cleaned at the door: every field a page, a program or a sheet can fill refuses or drops what nobody sees.

Forms, input serializers and imports are found by walking them, so that a new one is asked without being named here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.views import View
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from portal.api.routing import app_routers
from portal.backoffice.base import ReadOnlyAdmin
from portal.exchange.intake.declare import all_imports
from portal.exchange.intake.kinds import Code, Fault, Text
from portal.exchange.intake.reading import read_sheets
from portal.exchange.intake.tables import find_table
from portal.records.facts import Asked, Facts, Given
from portal.records.kinds import FactInput
from portal.records.kinds import Text as TextKind
from portal.rooms import parts
from portal.search.queries import words_of
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from tests.conventions.test_house_rules import ROOT, sources
from tests.conventions.test_scope_walk import OURS, address_of
from tests.conventions.town import as_asked_by, views
from tests.portal.exchange.workbooks import xlsx

pytestmark = pytest.mark.django_db
HIDDEN = "\u200b\u200d\ufeff\u202e\u00ad\u2060\u3164\ufe0f\x01\x07\x1b\x7f\x85\x9f\r"
BREAKS = "\n\t"
ESCAPED = re.compile("[\x01-\x08\x0e-\x1f\r]")  # as spreadsheet programs write what XML cannot hold

# Taken exactly as typed: what is hashed must be what was meant.
AS_TYPED = {"password", "password1", "password2", "old_password", "new_password1", "new_password2"}
RAW = re.compile(r"\brequest\.(POST|data)(\.get(list)?\(|\[)")
# Read without a form, and where it is cleaned or why it need not be.
READ_RAW = {
    "portal/accounts/views.py": "where to go after logging in; only compared with our own addresses",
    "portal/site/drafts.py": "the number of a draft, in one form only",
    "portal/site/form_pages.py": "which version was open and whose change stands: signed, or compared with a word",
    "portal/site/sent_forms.py": "what tells one sending from another; only its digest is kept",
    "portal/audit/views.py": "a seal to compare with: a number and a digest, cleaned where it is read",
}


def unseen(value: Any, *, lines: bool) -> str:
    """The characters of `value`, or within it, that should not have got in."""
    if isinstance(value, str):
        return "".join(char for char in value if char in HIDDEN or (char in BREAKS and not lines))
    if isinstance(value, Mapping):
        return "".join(unseen([*item], lines=lines) for item in value.items())
    return "".join(unseen(item, lines=lines) for item in value) if isinstance(value, Iterable) else ""


def dirty() -> Iterator[str]:
    """One of each sort, and all of them at once."""
    return (f"甲{chars}乙" for chars in ("\u200b", "\x07", "\n", HIDDEN + BREAKS))


# Pages


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def own_forms() -> Iterator[type[forms.BaseForm]]:
    """Our forms, filters included; the back office's are made when asked for."""
    assert [*views(View)]  # loads every page, and with it its forms
    for form in {*subclasses(forms.BaseForm)}:
        if form.__module__.split(".")[0] in OURS:
            yield form


def office_forms(user: Any) -> Iterator[type[forms.BaseForm]]:
    request = as_asked_by(user)
    for model, section in admin.site._registry.items():
        if not isinstance(section, ReadOnlyAdmin):
            yield from (section.get_form(request, None, change=change) for change in (False, True))
        yield from (inline(model, admin.site).get_formset(request).form for inline in section.inlines)


def page_fields(user: Any) -> Iterator[tuple[str, type[forms.BaseForm], str, forms.Field]]:
    for form in [*own_forms(), *office_forms(user)]:
        for name, field in form.base_fields.items():
            if not isinstance(field, forms.ModelChoiceField):  # chosen, not typed
                yield f"{form.__module__}.{form.__qualname__}.{name}", form, name, field


def typed_in(form: type[forms.BaseForm], name: str, field: forms.Field, text: str) -> Any:
    """What comes of `text` typed into one field of a form; nothing when it is refused."""
    alone = type("Alone", (forms.Form,), {name: deepcopy(field), "default_renderer": form.default_renderer,
                                          "bound_field_class": form.bound_field_class})  # fmt: skip
    filled = alone({name: text})
    return filled.cleaned_data.get(name) if filled.is_valid() else None


def test_no_form_field_takes_in_what_nobody_sees(admin_user):
    faults = {
        f"{label} {unseen(taken, lines=lines)!a}"
        for label, form, name, field in page_fields(admin_user) if name not in AS_TYPED
        for lines in [isinstance(field.widget, forms.Textarea)]
        for text in dirty() if unseen(taken := typed_in(form, name, field, text), lines=lines)
    }  # fmt: skip
    assert sorted(faults) == []


def test_only_passwords_are_taken_as_typed(admin_user):
    raw = {
        name: (form, field)
        for _, form, name, field in page_fields(admin_user)
        if not getattr(field, "strip", True)
    }

    assert set(raw) <= AS_TYPED
    assert raw
    assert [
        name
        for name, (form, field) in raw.items()
        for text in dirty()
        if typed_in(form, name, field, text) != text
    ] == []


def test_a_form_shows_again_what_was_taken():
    class Asking(forms.Form):
        name, note = forms.CharField(), forms.CharField(widget=forms.Textarea)

    form = Asking({"name": "甲\u200b\n乙", "note": "第一行\r\n第二\ufeff行"})

    assert (form["name"].value(), form["note"].value()) == ("甲 乙", "第一行\n第二行")


def test_nul_is_refused_in_words():
    class Asking(forms.Form):
        name = forms.CharField()

    assert Asking({"name": "甲\0乙"}).errors["name"] == ["不能含有空字符（NUL），请删去后再试。"]


def test_the_name_of_a_file_is_text_too():
    class Asking(forms.Form):
        file = forms.FileField()

    form = Asking({}, {"file": SimpleUploadedFile("报表\u202exslx.exe", b"x")})

    assert form.is_valid()
    assert form.cleaned_data["file"].name == "报表xslx.exe"


def test_nobody_reads_what_was_sent_past_the_door():
    """Whoever takes a value out of what was sent asks a form or an input serializer for it."""
    raw = {str(path.relative_to(ROOT)) for path in sources() if RAW.search(path.read_text(encoding="utf-8"))}
    assert raw == set(READ_RAW)


# Facts: what pages and programs enter alike


def declared_facts() -> Iterator[Given]:
    found = [one for _, module in parts("facts") for one in vars(module).values() if isinstance(one, Facts)]
    found += [view.facts for view, _ in views(FormPage) if isinstance(getattr(view, "facts", None), Facts)]
    yield from (given for facts in found for given in facts)


def test_no_fact_takes_in_what_nobody_sees():
    taken = {
        given.name: unseen(given.kind.tidy(sent), lines=given.kind.keeps_lines)
        for given in declared_facts() for text in dirty() for sent in (text, [text], {text: text})
    }  # fmt: skip
    assert len(taken) > 50
    assert {name for name, hidden in taken.items() if hidden} == set()


def test_a_page_and_a_program_keep_lines_alike():
    asked = Asked(None)
    areas = {
        given.name: [isinstance(field.widget, forms.Textarea) for field in given.kind.fields(given, asked).values()]
        for given in declared_facts() if isinstance(given.kind, TextKind)
    }  # fmt: skip
    lines = {
        given.name: [given.kind.keeps_lines] for given in declared_facts() if isinstance(given.kind, TextKind)
    }
    assert areas == lines


# Programs


def inputs() -> Iterator[tuple[str, type[serializers.Serializer]]]:
    """The body every address of the API reads."""
    generator = SchemaGenerator()
    generator._initialise_endpoints()
    for path, _, method, view in generator._get_paths_and_endpoints():
        if method in ("POST", "PUT", "PATCH"):
            view.schema.path, view.schema.method = path, method
            if (reads := view.schema.get_request_serializer()) is not None:
                yield f"{method} {path}", reads


def sent(reads: type[serializers.Serializer], name: str, value: Any, user: Any) -> Any:
    """What comes of one value sent by a program; nothing when it is refused."""
    context = {"request": as_asked_by(user), "asked": Asked(user, by_api=True)}
    reading = reads(data={name: value}, partial=True, context=context)
    return reading.validated_data.get(name) if reading.is_valid() else None


def test_no_input_of_the_api_takes_in_what_nobody_sees(economy_clerk):
    faults, asked = set(), 0
    for address, reads in inputs():
        for name, field in reads().fields.items():
            asked += 1
            if isinstance(field, FactInput):
                continue  # walked as a fact
            lines = not isinstance(field, serializers.CharField) or is_long(field)
            for text in dirty():
                for value in (
                    (text,) if isinstance(field, serializers.CharField) else (text, [text], {text: text})
                ):
                    if name not in AS_TYPED and unseen(sent(reads, name, value, economy_clerk), lines=lines):
                        faults.add(f"{address} {name}")
    assert asked > 20
    assert sorted(faults) == []


def is_long(field: serializers.Field) -> bool:
    return field.style.get("base_template") == "textarea.html"


def test_the_api_takes_only_passwords_as_sent(economy_clerk):
    raw = {
        name: reads for _, reads in inputs() for name, field in reads().fields.items()
        if not getattr(field, "trim_whitespace", True)
    }  # fmt: skip

    assert set(raw) == {"password"}
    assert [text for text in dirty() if sent(raw["password"], "password", text, economy_clerk) != text] == []


# Sheets


def sheet(declared: Any, text: str) -> list[list[str]]:
    return [[field.label for field in declared.fields], [text for _ in declared.fields]]


@pytest.mark.parametrize("declared", all_imports(), ids=lambda declared: declared.name)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_column_of_a_sheet_takes_in_what_nobody_sees(declared, kind, tmp_path):
    faults = set()
    for text in dirty():
        if kind == "csv":  # with these a file is no text and refused whole, or has other columns
            text = re.sub("[\x01\x07\t]", "", text)
        path = tmp_path / f"sheet.{kind}"
        write(path, sheet(declared, text))
        table = find_table(read_sheets(path)[0], declared.aliases({}))
        for field in declared.fields:
            if isinstance(field.kind, Text | Code) and field.name in table.matching.found:
                taken = read_column(
                    field, [row[table.matching.found[field.name].index] for row in table.rows]
                )
                faults |= {f"{field.name} {text!a}"} if unseen(taken, lines=False) else set()
    assert sorted(faults) == []


def read_column(field: Any, cells: list[Any]) -> list[Any]:
    values, faults = field.kind.read_column(cells, None, None)
    return values if not any(isinstance(fault, Fault) for _, fault in faults) else []


def write(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".xlsx":
        path.write_bytes(
            xlsx(
                [[ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", cell) for cell in row] for row in rows]
            )
        )
        return
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


# Questions


def searches() -> Iterator[str]:
    """Addresses of lists: of the workbench, of the back office and of the API."""
    yield from (
        reverse(address_of(view)) for view, pattern in views(RecordList) if not pattern.pattern.converters
    )
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for label, router in app_routers().items():
        yield from (f"/api/v1/{label}/{prefix}/" for prefix, _, _ in router.registry)


ASKED = [("q", "甲\u200b乙"), ("search", "甲\u200b乙")] + [
    (name, "甲\0乙") for name in ("q", "search", "area", "state", "cursor")
]


@pytest.mark.parametrize(("who", "below"), [("auditor", "/"), ("admin_user", "/admin/")])
def test_a_question_with_them_is_answered(who, below, request, client):
    client.force_login(request.getfixturevalue(who), backend="portal.accounts.backends.PostBackend")
    broken = [
        f"{address}?{name}={text!a} {answer.status_code}"
        for address in searches() if address.startswith(below) for name, text in ASKED
        if (answer := client.get(address, {name: text})).status_code not in (200, 302, 400, 403)
    ]  # fmt: skip
    assert broken == []


def test_a_search_finds_what_was_meant():
    assert words_of("\u200b保险\ufeff 金\u00ad融") == ["保险", "金融"]
