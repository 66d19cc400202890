"""Whatever stands where a number is expected: never a 500, never more rows than a page holds.

Addresses are found by walking them, the names they read by reading the code behind them, so that what a new page
reads is asked about without being named here.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from portal.accounts.models import User
from portal.api.actions import issue_token
from portal.api.routing import app_routers
from portal.explain import KINDS
from portal.management.commands.populate import declared_parts
from portal.records.tables import PAGE_PARAMETERS
from portal.site.lists import LARGEST_PAGE
from portal.site.models import Office
from portal.site.public_side import STREET
from portal.site.records import RecordPage

pytestmark = pytest.mark.django_db
OURS = ("portal", "governance", "economy", "partybuilding", "safety", "livelihood")
HOSTILE = {
    "前面许多零": "0000010000",
    "像第一页的三十位": "000001" + "9" * 30,
    "像年份的三十位": "02017" + "9" * 30,
    "三十位": "9" * 30,
    "五千位": "9" * 5000,
    "全角": "１００００",
    "上标": "²",
    "负数": "-1",
    "空字符": "1\0",
    "指数": "1e9",
}
# Where no number is read, and in the back office, whose reading is Django's, the worst are enough.
WORST = ("三十位", "五千位", "空字符")
WORDS = {"q", "search", "ordering", "cursor"}
Address = tuple[str, set[str]]


@pytest.fixture
def sample(settings, tmp_path, db) -> None:
    """The sample streets."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)


@pytest.fixture
def crowd(sample) -> None:
    """And more records of every kind than a page may show."""
    for part in declared_parts():
        call_command("populate", scale=300, only=[part], verbosity=0)


def test_no_page_breaks(sample):
    found = faults(logged_in("economy_clerk"), pages())
    assert found == [], "\n".join(found)


def test_no_section_of_the_back_office_breaks(sample):
    found = faults(logged_in("auditor"), sections())
    assert found == [], "\n".join(found)


def test_no_list_of_the_api_breaks(sample):
    found = faults(with_token("economy_clerk"), resources())
    assert found == [], "\n".join(found)


def test_no_answer_holds_more_rows_than_a_page(crowd):
    size = {"page_size"}
    found = faults(logged_in("economy_clerk"), ((address, names & size) for address, names in pages()))
    found += faults(with_token("economy_clerk"), ((address, size) for address, _ in resources()))
    assert found == [], "\n".join(found)


def logged_in(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=username), backend="portal.accounts.backends.PostBackend")
    return client


def with_token(username: str) -> Client:
    token = issue_token(User.objects.get(username=username))
    return Client(raise_request_exception=False, headers={"Authorization": f"Token {token}"})


def faults(client: Client, addresses: Iterator[Address]) -> list[str]:
    """What goes wrong where names (one, or those asked for together) are given hostile values."""
    found = []
    for address, names in addresses:
        for name in sorted(names):
            for kind in WORST if name in WORDS or address.startswith("/admin/") else HOSTILE:
                before = transaction.savepoint()
                answer = client.get(address, dict.fromkeys(name.split(), HOSTILE[kind]))
                transaction.savepoint_rollback(before)
                if answer.status_code >= 500:
                    found.append(f"{address}?{name}={kind}：{answer.status_code}")
                elif answer.status_code == 200 and rows(answer) > LARGEST_PAGE:
                    found.append(f"{address}?{name}={kind}：{rows(answer)} 行")
    return found


def rows(answer: Any) -> int:
    """How many rows an answer shows."""
    if answer["Content-Type"].startswith("application/json"):
        body = answer.json()
        return len(body.get("results", ())) if isinstance(body, dict) else len(body)
    if not answer["Content-Type"].startswith("text/html"):
        return 0
    return max(body.count("<tr") for body in answer.content.decode().split("<tbody"))


def pages() -> Iterator[Address]:
    """Every page that is asked for by GET, with a record where it needs one, and the names it reads."""
    found = dict(patterns(get_resolver().url_patterns))
    kinds = {
        route: class_of(view).table.model
        for route, view in found.items()
        if issubclass(class_of(view), RecordPage)
    }
    street = Office.objects.values_list("area__code", flat=True).first()
    for route, view in found.items():
        owner = max((one for one in kinds if route.startswith(one)), key=len, default=None)
        record = kinds[owner]._default_manager.values_list("pk", flat=True).first() if owner else 1
        for wanted, given in {"<street>": street, "<int:pk>": record, "<slug:column>": "parcels"}.items():
            route = route.replace(wanted, str(given))
        if "<" not in route and not route.startswith(("admin/", "api/")):
            yield f"/{route}", names_read(view)
    for kind, one in KINDS.items():
        yield f"/desk/explain/{kind}/", {" ".join(one.parameters)}


def patterns(under: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address pattern and its view."""
    for one in under:
        route = before + str(one.pattern).replace(f"^{STREET}", "<street>/").removesuffix("$")
        if hasattr(one, "url_patterns"):
            yield from patterns(one.url_patterns, route)
        else:
            yield route, one.callback


def class_of(view: Any) -> type:
    return getattr(view, "view_class", object)


def names_read(view: Any) -> set[str]:
    """The names a page reads of its address: those in its code, and the fields of its filters."""
    parts = class_of(view).__mro__[:-1] or [inspect.unwrap(view)]
    modules = {sys.modules[part.__module__] for part in parts if part.__module__.startswith(OURS)}
    table = getattr(class_of(view), "table", None)
    return {
        *(name for module in modules for name in names_in(module)),
        *together(table),
    }


def together(table: Any) -> set[str]:
    """The filters of a table, asked in one request: each reads its own value, and any may break the answer."""
    return {" ".join(table.conditions())} if table is not None and table.conditions() else set()


@cache
def names_in(module: ModuleType) -> list[str]:
    return re.findall(r'GET(?:\.get\(|\[)"(\w+)"', inspect.getsource(module))


def sections() -> Iterator[Address]:
    """Every list of the back office: its pages, and its filters."""
    for model, section in admin.site._registry.items():
        yield (
            f"/admin/{model._meta.app_label}/{model._meta.model_name}/",
            {"p", *together(getattr(section, "table", None))},
        )


def resources() -> Iterator[Address]:
    """Every list of the API, with its filters."""
    for label, router in app_routers().items():
        for prefix, viewset, _ in router.registry:
            yield f"/api/v1/{label}/{prefix}/", {*together(getattr(viewset, "table", None)), *PAGE_PARAMETERS}
