"""No screen, export or API orders or counts persons against each other.

Every order that may be asked for is looked at, and every query, loop and template for what groups or sorts by a
person. To choose a colleague from names in order, or to say how many people there are, ranks nobody.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, F, Q, Sum
from django.db.models.expressions import BaseExpression

from portal.accounts.models import Post, User
from portal.api.routing import app_routers
from portal.exchange.outgoing.declare import all_exports
from portal.personal.fields import BlindIndexField, EncryptedField
from portal.records.tables import Table, all_tables
from portal.site.lists import RecordList
from tests.conventions.test_house_rules import TEMPLATES, sources
from tests.conventions.test_scope_walk import our_models
from tests.conventions.town import views

ROOT = Path(settings.BASE_DIR)

# Models of which one record is one person; who keeps a resident ID joins them.
PERSONS = {"accounts.User"}
# Where people stand in an order, and why that ranks nobody.
IN_ORDER = {
    "economy/projects/queries.py": "officers to choose from, by name",
    "economy/parcels/queries.py": "officers to choose from, by name",
}
RANKING_WORDS = (
    "排名",
    "排行",
    "名次",
    "积分榜",
    "龙虎榜",
    "红黑榜",
    "光荣榜",
    "末位淘汰",
    "在线时长",
    "优秀个人",
)


def of_person(model: Any, path: str) -> bool:
    """Whether `path`, read from `model`, leads to or through a person, or to somebody's personal data."""
    for step in path.lstrip("-").split("__"):
        if model._meta.label in PERSONS:
            return step not in ("pk", model._meta.pk.name)
        field = next(
            (one for one in model._meta.get_fields() if step in (one.name, getattr(one, "attname", ""))), None
        )
        if field is None or step == "pk":
            return False
        if isinstance(field, EncryptedField | BlindIndexField):
            return True
        model = field.related_model or model
        if model._meta.label in PERSONS:
            return True
    return False


def aggregates_persons(model: Any, expression: Any) -> bool:
    """Whether an order's expression counts or sums along a way to persons, or reads one."""
    if isinstance(expression, str):
        return of_person(model, expression)
    if isinstance(expression, F):
        return of_person(model, expression.name)
    if isinstance(expression, Q):
        return any(
            aggregates_persons(model, one if isinstance(one, Q) else one[0]) for one in expression.children
        )
    parts = expression.get_source_expressions() if isinstance(expression, BaseExpression) else ()
    return any(aggregates_persons(model, part) for part in parts if part is not None)


# The orders one may ask for


def orders() -> Iterator[tuple[str, Any, Any]]:
    """Every order of every surface: where, of which model, by what. Lists and the API have their table's."""
    for table in tables():
        computed = {one.name: one.expression for one in table.all_columns().values() if one.is_computed}
        for name in table.order_names():
            yield f"table {table.__name__}", table.model, computed.get(name.removeprefix("-"), name)
    for export in all_exports():
        yield from ((f"export {export.name}", export.model, order) for order in export.order)
    for model, section in admin.site._registry.items():
        sortable = section.list_display if section.sortable_by is None else section.sortable_by
        for order in (*section.ordering, *(order_of(section, name) for name in sortable)):
            yield f"back office {model._meta.label}", model, order


def tables() -> set[type[Table]]:
    """The tables of all lists, resources and exports, and those of kinds of record that have none of them yet."""
    listed = {view.table for view, _ in views(RecordList)}
    sent = {
        viewset.table
        for router in app_routers().values()
        for _, viewset, _ in router.registry
        if hasattr(viewset, "table")
    }
    return {*all_tables(), *listed, *sent, *(export.table for export in all_exports())}


def order_of(section: Any, name: Any) -> Any:
    shown = name if callable(name) else getattr(section, str(name), None)
    return getattr(shown, "admin_order_field", None) or (name if isinstance(name, str) else "pk")


def test_nobody_may_ask_for_an_order_of_persons():
    asked = list(orders())

    assert len({where for where, _, _ in asked}) > 40
    assert [f"{where}: {by}" for where, model, by in asked if aggregates_persons(model, by)] == []


def test_who_keeps_a_resident_id_is_a_person():
    keepers = {
        model._meta.label for model in our_models() for field in model._meta.fields
        if isinstance(field, EncryptedField) and field.kind == "resident_id"
    }  # fmt: skip
    assert keepers <= PERSONS


@pytest.mark.parametrize(("model", "order"), [
    (Post, "user__full_name"), (Post, "-granted_by"), (Post, "user_id"), (User, "full_name"), (User, "-mobile"),
    (Post, Count("user")), (User, Count("posts")), (Post, Sum("user__id")), (Post, Count("id", filter=Q(user__is_active=True))),
])  # fmt: skip
def test_an_order_of_persons_is_recognised(model, order):
    assert aggregates_persons(model, order)


@pytest.mark.parametrize(
    ("model", "order"), [(Post, "-valid_from"), (Post, "area__code"), (User, "-id"), (Post, Count("area"))]
)
def test_an_order_of_records_is_not_taken_for_one(model, order):
    assert not aggregates_persons(model, order)


# What code groups and sorts by


def relations() -> set[str]:
    """The names by which records point at persons, and the names persons go by."""
    pointing = {
        field.name for model in our_models() for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.label in PERSONS
    }  # fmt: skip
    return pointing | {f"{name}_id" for name in pointing} | {"full_name", "username"}


GROUPING = {"Count", "Sum", "Avg", "Max", "Min", "Variance", "StdDev"}
SORTING = {"Counter", "groupby", "sorted", "sort", "max", "min", "nlargest", "nsmallest", "most_common"}


def faults(tree: ast.AST, persons: set[str]) -> Iterator[str]:
    """What in a piece of code sets persons against each other."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "annotate" and names_in(node, GROUPING) and grouped_by_person(node, persons):
                yield f"{node.lineno} counts by person"
            if name == "order_by" and any(persons & steps(text) for text in texts(node.args)):
                yield f"{node.lineno} orders by person"
            if name in SORTING and said(node) & persons - {"by", "user", "username"}:
                yield f"{node.lineno} sorts by person"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and sql_groups(node.value, persons):
            yield f"{node.lineno} groups by person in SQL"


def grouped_by_person(call: ast.Call, persons: set[str]) -> bool:
    """Whether the chain before `.annotate(…)` groups by a person: values of one, or the persons themselves."""
    node: Any = call.func
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Call):
            if getattr(node.func, "attr", "") in ("values", "values_list"):
                return any(persons & steps(text) for text in texts(node.args))
            node = node.func
        else:
            node = node.value
    return getattr(node, "id", "") in {label.split(".")[1] for label in PERSONS}


def names_in(node: ast.AST, wanted: set[str]) -> bool:
    return any(getattr(one, "id", getattr(one, "attr", "")) in wanted for one in ast.walk(node))


def texts(nodes: list[ast.expr]) -> list[str]:
    return [
        one.value
        for node in nodes
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def steps(path: str) -> set[str]:
    return set(path.lstrip("-").split("__"))


def said(call: ast.Call) -> set[str]:
    """Attributes and texts in the arguments of a call."""
    parts = [
        one
        for argument in (*call.args, *(word.value for word in call.keywords))
        for one in ast.walk(argument)
    ]
    return {one.attr for one in parts if isinstance(one, ast.Attribute)} | {
        step
        for one in parts
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
        for step in steps(one.value)
    }


def sql_groups(text: str, persons: set[str]) -> bool:
    found = re.search(r"\b(?:group|order|partition)\s+by\s+([\w.\", ]+)", text, re.IGNORECASE)
    return bool(found) and bool({f"{name}_id" for name in persons} & set(re.findall(r"\w+", found[1])))


def test_no_code_groups_or_sorts_persons():
    persons = relations()
    found = {
        str(path.relative_to(ROOT)): list(faults(ast.parse(path.read_text(encoding="utf-8")), persons))
        for path in sources()
    }
    assert {path: lines for path, lines in found.items() if lines and path not in IN_ORDER} == {}
    assert {path for path in IN_ORDER if not found.get(path)} == set(), "nothing is in order there any more"


@pytest.mark.parametrize("code", [
    'rows.values("submitted_by").annotate(done=Count("id"))',
    'rows.values("submitted_by__full_name", "area").filter(x=1).annotate(done=models.Count("id")).order_by("-done")',
    'User.objects.filter(is_active=True).annotate(late=Count("posts"))',
    'rows.order_by("reviewed_by__full_name")',
    "sorted(rows, key=lambda row: row.submitted_by_id)",
    "Counter(row.reviewed_by_id for row in rows)",
    'groupby(rows, attrgetter("responsible"))',
    '"SELECT count(*) FROM t GROUP BY submitted_by_id"',
])  # fmt: skip
def test_what_sets_persons_against_each_other_is_recognised(code):
    assert list(faults(ast.parse(code), relations()))


@pytest.mark.parametrize("code", [
    'rows.values("area").annotate(done=Count("id")).order_by("area__code")',
    'posts.values("user")',
    'rows.annotate(people=Count("posts"))',
    "sorted(rows, key=lambda row: row.period)",
])  # fmt: skip
def test_what_compares_records_is_not_taken_for_it(code):
    assert list(faults(ast.parse(code), relations())) == []


# What pages do


def page_faults(text: str, persons: set[str]) -> Iterator[str]:
    for tag in re.findall(r"\{%\s*regroup\b[^%]*%\}|\|\s*dictsort(?:reversed)?:\s*\"[^\"]*\"", text):
        if persons & set(re.findall(r"\w+", tag.partition(" by ")[2] or tag)):
            yield tag
    yield from (word for word in RANKING_WORDS if word in text)


def test_no_page_groups_sorts_or_ranks_persons():
    found = {
        str(path.relative_to(ROOT)): list(page_faults(path.read_text(encoding="utf-8"), relations()))
        for path in TEMPLATES
    }

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_word_of_a_ranking_is_said_by_code():
    said_in = {
        str(path.relative_to(ROOT)): [
            word for word in RANKING_WORDS if word in path.read_text(encoding="utf-8")
        ]
        for path in sources()
    }

    assert {path: words for path, words in said_in.items() if words} == {}


@pytest.mark.parametrize("text", [
    "{% regroup rows by submitted_by as groups %}", '{% for row in rows|dictsortreversed:"reviewed_by" %}', "网格员积分榜",
])  # fmt: skip
def test_a_page_that_ranks_is_recognised(text):
    assert list(page_faults(text, relations()))
