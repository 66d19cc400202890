"""One table, four surfaces: lists, API, exports and back office ask the same questions and give the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import QueryDict
from rest_framework.test import APIRequestFactory, force_authenticate

from portal.accounts.models import Area, User
from portal.api.routing import app_routers
from portal.backoffice.base import ScopedModelAdmin
from portal.backoffice.exporting import asked_filters, export_of
from portal.errors import InvalidInput
from portal.exchange.outgoing.declare import all_exports
from portal.records.filters import AreaFilter, AskedFilter, Filter, RecordFilter
from portal.records.tables import Table, all_tables
from portal.site.lists import RecordList
from tests.conventions.town import as_asked_by, fill, views

pytestmark = pytest.mark.django_db
ROLES = ("economy_clerk", "community_clerk", "auditor", "outsider")
WITHOUT_EXPORT = {
    "accounts.User": "accounts are personal data of colleagues; their posts are exported",
}  # fmt: skip
EXPECTED = {"workflow.moves", "audit.entries", "audit.seals"}


@pytest.fixture
def people(settings, tmp_path) -> list[User]:
    fill(settings, tmp_path)
    return [User.objects.get(username=name) for name in ROLES]


def lists() -> list[type[RecordList]]:
    return sorted({view for view, _ in views(RecordList)}, key=lambda view: view.__name__)


def resources() -> dict[type[Table], Any]:
    found = {}
    for router in app_routers().values():
        for _, viewset, _ in router.registry:
            if hasattr(viewset, "table"):
                found[viewset.table] = viewset
    return found


def sections() -> dict[type[Table], ScopedModelAdmin]:
    return {
        section.table: section for section in admin.site._registry.values() if getattr(section, "table", None)
    }


def surfaces(table: type[Table]) -> Iterator[tuple[str, Callable[[User, dict[str, Any]], set[int]]]]:
    """Where the table is read, each as a function of user and query that gives the keys."""
    for view in lists():
        if view.table is table:
            yield f"list {view.__name__}", lambda user, query, view=view: on_page(view, user, query)
    if viewset := resources().get(table):
        yield f"API {viewset.__name__}", lambda user, query: by_api(viewset, user, query)
    for export in all_exports():
        if export.table is table and not export.shared:
            yield f"export {export.name}", lambda user, query, export=export: keys(export.rows(user, query))
    if section := sections().get(table):
        yield f"back office {table.__name__}", lambda user, query: in_back_office(section, user, query)


def keys(rows: models.QuerySet) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))


def on_page(view: type[RecordList], user: User, query: dict[str, Any]) -> set[int]:
    page = view()
    page.setup(as_asked_by(user, query))
    page.asking.check()
    return keys(page.filtered)


def by_api(viewset: Any, user: User, query: dict[str, Any]) -> set[int]:
    request = APIRequestFactory().get("/", {**query, "page_size": 200})
    force_authenticate(request, user)
    found, answer = set(), viewset.as_view({"get": "list"})(request)
    assert answer.status_code == 200, answer.data
    found |= {row["id"] for row in answer.data["results"]}
    while answer.data["next"]:
        parameters = QueryDict(answer.data["next"].partition("?")[2])
        request = APIRequestFactory().get("/", dict(parameters.lists()))
        force_authenticate(request, user)
        answer = viewset.as_view({"get": "list"})(request)
        found |= {row["id"] for row in answer.data["results"]}
    return found


def in_back_office(section: ScopedModelAdmin, user: User, query: dict[str, Any]) -> set[int]:
    request = as_asked_by(user, query)
    return keys(section.get_changelist_instance(request).get_queryset(request))


def may_see(user: User, table: type[Table]) -> bool:
    return user.has_perm(f"{table.model._meta.app_label}.view_{table.model._meta.model_name}")


def questions(table: type[Table], user: User) -> Iterator[tuple[str, Any]]:
    """For every filter a value that some row of the user answers to, where there is one."""
    rows = table.model._default_manager.visible_to(user)
    for name, one in table.conditions().items():
        yield from ((name, value) for value in values_of(one, rows, user))


def values_of(one: Filter, rows: models.QuerySet, user: User) -> list[Any]:
    if isinstance(one, AreaFilter):
        top = Area.objects.filter(
            pk__in=user.reach(f"{rows.model._meta.app_label}.view_{rows.model._meta.model_name}").below
        )
        return list(top.order_by("depth").values_list("pk", flat=True)[:1])
    if isinstance(one, AskedFilter):
        return [value for value, _ in one.choices] or {
            "date": ["2018-03-31"],
            "integer": ["2018"],
            "decimal": ["10"],
        }.get(one.kind, [])
    path = getattr(one, "path", "")
    if getattr(one, "lookup", "") == "isnull":
        return ["true", "false"]
    held = rows.exclude(**{f"{path}__isnull": True}).order_by("-pk").values_list(path, flat=True).first()
    if held in (None, ""):
        return []
    text = (
        str(held).lower()
        if isinstance(held, bool)
        else held.isoformat()
        if hasattr(held, "isoformat")
        else str(held)
    )
    return [text]


TABLES = [table for table in all_tables() if hasattr(table.model, "scope")]


def test_the_same_question_has_the_same_answer_on_every_surface(people):
    faults, asked = [], 0
    for table in TABLES:
        places = list(surfaces(table))
        for user in people:
            if not may_see(user, table):
                continue
            for name, value in questions(table, user):
                answers = {place: ask(user, {name: value}) for place, ask in places if permitted(place, user)}
                asked += len(answers)
                if len({frozenset(found) for found in answers.values()}) > 1:
                    said = "，".join(f"{place} {len(found)}" for place, found in answers.items())
                    faults.append(f"{table.__name__} {user.username} ?{name}={value}：{said}")
    assert faults == [], "\n".join(faults)
    assert asked > 500


def permitted(place: str, user: User) -> bool:
    if not place.startswith("export "):
        return True
    export = next(one for one in all_exports() if one.name == place.removeprefix("export "))
    return user.has_perm(export.permission)


def test_an_area_holds_everything_below_it(people):
    from economy.funds.tables import FundsTable

    clerk = people[0]
    street = Area.objects.get(posts__user=clerk)
    found = {place: ask(clerk, {"area": street.pk}) for place, ask in surfaces(FundsTable)}
    alone = {place: ask(clerk, {"area__exact": street.pk}) for place, ask in surfaces(FundsTable)}
    owed = keys(FundsTable.model.objects.visible_to(clerk))
    assert owed
    assert all(rows == owed for rows in found.values()), {place: len(rows) for place, rows in found.items()}
    assert all(rows < owed for rows in alone.values())


def test_a_value_given_twice_is_either(people):
    faults = []
    for table in TABLES:
        user = people[0]
        for name, one in table.conditions().items():
            if len(one.choices) < 2 or getattr(one, "lookup", "exact") != "exact" or not may_see(user, table):
                continue
            first, second = (value for value, _ in one.choices[:2])
            for place, ask in surfaces(table):
                if permitted(place, user) and ask(user, {name: [first, second]}) != ask(
                    user, {name: first}
                ) | ask(user, {name: second}):
                    faults.append(f"{place} ?{name}={first}&{name}={second}")
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("table", TABLES, ids=[table.__name__ for table in TABLES])
def test_what_is_unknown_or_does_not_read_is_refused_on_every_surface(
    table, db, economy_clerk, section_chief, auditor
):
    wrong = {"colour": "red", **{one.name: bad(one) for one in table.conditions().values() if bad(one)}}
    for user in (economy_clerk, auditor):
        for place, ask in surfaces(table):
            if not (may_see(user, table) and permitted(place, user)):
                continue
            for name, value in wrong.items():
                assert refused(ask, user, {name: value}), f"{place} ?{name}={value}"


def refused(ask: Callable[[User, dict[str, Any]], set[int]], user: User, query: dict[str, Any]) -> bool:
    try:
        ask(user, query)
    except InvalidInput as refusal:
        return bool(refusal.errors) and "cure" in refusal.errors[0]
    except AssertionError as answer:  # the API answered in its own way
        return "problem" in str(answer) or "errors" in str(answer)
    return False


def bad(one: Filter) -> str:
    """A value that does not read."""
    if isinstance(one, AreaFilter):
        return "郑州"
    if isinstance(one, RecordFilter):
        return "" if one.known_by else "x"
    return {
        "boolean": "yes", "month": "2018-13", "date": "2018-02-30", "moment": "昨天", "integer": "1e9", "decimal": "NaN",
        "choice": "moon",
    }.get(one.kind, "")  # fmt: skip


def test_every_list_and_section_has_an_export_or_says_why_not():
    exported = {export.table for export in all_exports()}
    bare = [view.__name__ for view in lists() if not view.export]
    assert bare == []
    without = {
        model._meta.label for model, section in admin.site._registry.items()
        if model._meta.app_label in {config.label for config in apps.get_app_configs() if config.name.startswith(("portal", "governance", "economy", "partybuilding", "safety", "livelihood"))}
        and section.table not in exported
    }  # fmt: skip
    assert without == set(WITHOUT_EXPORT)
    assert {export.name for export in all_exports()} >= EXPECTED


def test_what_a_list_exports_is_its_table():
    wrong = [
        view.__name__ for view in lists()
        if view.export and not issubclass(view.table, next(one for one in all_exports() if one.name == view.export).table)
    ]  # fmt: skip
    assert wrong == []


def test_what_is_seen_in_the_back_office_is_exported(people, audit_admin_of_the_sample):
    """Every filter and search of every section goes through its export."""
    faults, asked = [], 0
    for section in sections().values():
        export = export_of(section)
        for user in (*people, *audit_admin_of_the_sample):
            if not (
                user.has_perm(section.permission("view")) and export and user.has_perm(export.permission)
            ):
                continue
            for query in seen_queries(section, user):
                request = as_asked_by(user, query)
                seen = in_back_office(section, user, query)
                taken = keys(export.rows(user, asked_filters(request, section)))
                asked += 1
                if seen != taken:
                    faults.append(f"{section} {user.username} {query}：看到 {len(seen)}，导出 {len(taken)}")
    assert faults == [], "\n".join(faults)
    assert asked > 100


@pytest.fixture
def audit_admin_of_the_sample(people) -> list[User]:
    return list(User.objects.filter(username__in=("audit_admin", "security_admin", "admin")))


def seen_queries(section: ScopedModelAdmin, user: User) -> list[dict[str, Any]]:
    """Every link the section's filters offer, and a search."""
    changelist = section.get_changelist_instance(as_asked_by(user))
    links = [
        dict(QueryDict(choice["query_string"].lstrip("?")).lists())
        for spec in changelist.filter_specs
        for choice in spec.choices(changelist)
    ]
    words = [{"q": "一"}] if section.get_search_fields(as_asked_by(user)) else []
    return [{}, *links, *words]


def test_labels_are_the_fields_own_or_say_why():
    """A surface's label, unit and kind are the model field's; what differs says why."""
    silent = [
        f"{table.__name__}.{column.name}：“{column.label}”，字段是“{column.own_words[0]}”"
        for table in all_tables() for column in (*table.all_columns().values(), *table.detail_columns())
        if not column.is_computed and column.declared.label and column.declared.label != own(column) and not column.declared.because
    ]  # fmt: skip
    assert silent == [], "\n".join(silent)


def own(column: Any) -> str:
    try:
        return column.own_words[0]
    except AttributeError:  # a way through a reverse relation has no words
        return ""
