"""A mask is said once, by the kind of a personal field; staff acting in office are named.

Personal data of residents, contacts and families stands in encrypted fields and prints masked wherever it is shown.
No column masks for itself, so nobody's name is clear in one place and starred in the next.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.accounts.models import User
from portal.exchange.outgoing.columns import Reader, Selection
from portal.exchange.outgoing.declare import all_exports
from portal.personal.fields import EncryptedField
from portal.personal.kinds import KINDS
from portal.records.columns import bound
from portal.records.paths import field_at
from portal.records.tables import all_tables
from tests.conventions.test_house_rules import sources, trees
from tests.conventions.test_scope_walk import our_models
from tests.portal.test_personal import Contact

ROOT = Path(settings.BASE_DIR)

# Who may call a mask, and what for.
MASKING = {
    "portal/personal/kinds.py": "which mask a kind has",
    "portal/personal/sealed.py": "a personal text prints masked",
    "portal/explain/identifiers.py": "the rule itself, for who asks how a text is masked",
    "portal/identifiers.py": "the masks",
    "governance/enterprises/kinds.py": "the preview of a sheet: not stored yet, shown as it will be",
}
# Who may open a sealed text, and what for.
OPENING = {
    "portal/personal/": "what keeps, compares, re-encrypts and reveals on the record",
    "portal/exchange/outgoing/columns.py": "an unmasked export: permitted, with a purpose, on the record",
    "governance/enterprises/kinds.py": "a sheet's text compared with what is stored; only whether it differs is told",
}


@cache
def parsed() -> list[tuple[str, ast.Module]]:
    return list(trees())


def test_only_the_personal_package_masks():
    masks = {f"mask_{kind}" for kind in KINDS} | {"mask"}
    maskers = {
        path for path, tree in parsed() for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in masks
    }  # fmt: skip
    assert {path for path in maskers if path not in MASKING} == set()


def test_no_mask_is_written_in_sql():
    """A second spelling of a rule drifts: blanks, country codes and full-width digits were masked otherwise."""
    stars = re.compile(r"rpad\(|repeat\('\*'|'\*{2,}'", re.IGNORECASE)
    assert [
        str(path.relative_to(ROOT)) for path in sources() if stars.search(path.read_text(encoding="utf-8"))
    ] == []


def test_only_who_may_opens_a_sealed_text():
    opened = {
        path for path, tree in parsed() for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "reveal"
    }  # fmt: skip
    assert {path for path in opened if not path.startswith(tuple(OPENING))} == set()


def exported_columns() -> list[tuple[str, Any, Any]]:
    return [
        (f"{each.name}.{column.name}", column, Reader(each.model).reading(column))
        for each in all_exports()
        for column in each.columns
    ]


def test_an_export_masks_exactly_the_personal_fields():
    wrong = [
        label for label, column, reading in exported_columns()
        if reading.masked != isinstance(column.field, EncryptedField)
    ]  # fmt: skip
    assert wrong == []


def test_staff_in_office_are_named_in_every_export():
    named = {
        label: reading.masked for label, column, reading in exported_columns()
        if getattr(column.field, "model", None) is User and column.field.name == "full_name"
    }  # fmt: skip
    assert named
    assert [label for label, masked in named.items() if masked] == []


def test_tables_show_personal_fields_as_they_print():
    """A column with a format of its own would be the place to forget the mask."""
    shown = [
        f"{table.__name__}.{column.name}" for table in all_tables()
        for column in (*table.all_columns().values(), *table.detail_columns())
        if isinstance(column.field, EncryptedField) and (column.declared.show or column.kind != "personal")
    ]  # fmt: skip
    assert shown == []


def is_personal(model: Any, path: str) -> bool:
    return isinstance(field_at(model, path), EncryptedField)


def test_no_list_searches_filters_or_sorts_by_a_personal_field():
    asked = [
        f"{model._meta.label}.{name}" for model, section in admin.site._registry.items()
        for name in (*section.search_fields, *section.ordering, *section.sortable_by)
        if is_personal(model, name.lstrip("-^=@"))
    ] + [
        f"{table.__name__}.{name}" for table in all_tables()
        for name in (*table.search_fields, *table.order_names(), *table.filters)
        if is_personal(table.model, name.lstrip("-^=@"))
    ]  # fmt: skip
    assert asked == []


def test_every_personal_field_has_a_kind_that_masks():
    kinds = {
        field.kind
        for model in our_models()
        for field in model._meta.fields
        if isinstance(field, EncryptedField)
    }

    assert kinds <= set(KINDS)
    assert {
        kind for kind in kinds if KINDS[kind].mask("一二三四五六七八九十") in ("一二三四五六七八九十", "")
    } == set()


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


class TestOnPostgreSQL(TestCase):
    """What an export reads from PostgreSQL is what the record itself prints, whatever the text."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        with connection.schema_editor(atomic=False) as editor:
            editor.create_model(Contact)

    @given(name=PLAIN, mobile=PLAIN)
    @example(name="", mobile="")
    @example(name="张", mobile="13800138000")
    @example(name="欧阳建国", mobile="+86 138-0013-8000")
    @example(name="欧阳　建国", mobile="１３８００１３８０００")
    @example(name="𠮷　田", mobile="0371-68921234")
    @example(name="Li Na", mobile="13800138000 ")
    @example(name=" 张三 ", mobile="1")
    @example(name="＝张三", mobile="138001380001")
    def test_a_file_says_what_the_record_says(self, name, mobile):
        Contact.objects.all().delete()
        Contact.objects.create(full_name=name, mobile=mobile, phone="")
        record = Contact.objects.get()

        for spreadsheet in (False, True):
            row = exported(spreadsheet=spreadsheet)
            printed = [
                KINDS[kind].mask(KINDS[kind].normalise(text))
                for kind, text in (("name", name), ("mobile", mobile))
            ]
            assert [str(record.full_name or ""), str(record.mobile or "")] == printed
            assert [text.removeprefix("'") if spreadsheet else text for text in row] == [
                text.removeprefix("'") if spreadsheet else text for text in printed
            ]

    def test_nothing_stored_is_an_empty_cell(self):
        Contact.objects.create(mobile=None)

        assert exported(spreadsheet=True) == ["", ""]


def exported(*, spreadsheet: bool) -> list[str]:
    """The one row of the table as an export writes it."""
    columns = (bound(Contact, "full_name"), bound(Contact, "mobile"))
    readings = Reader(Contact, spreadsheet=spreadsheet).read(columns)
    selection = Selection(Contact.objects.all(), readings)
    with connection.cursor() as cursor:
        cursor.execute(*selection.sql)
        row = list(cursor.fetchone())
    for index, finish in selection.finishes:
        row[index] = finish(row[index])
    return row


# An address is shown down to the building, which may be all of it.
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"address"}))
def test_a_mask_never_shows_a_whole_text_of_two_or_more(kind):
    for text in (
        "张三",
        "欧阳建国",
        "Li Na",
        "13800138000",
        "４１０１０６２００００２２９００１０",
        "62220212345678901234",
        "工业路12号",
    ):
        assert KINDS[kind].mask(text) != text
