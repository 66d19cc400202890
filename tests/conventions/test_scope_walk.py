"""Who sees which rows, worked out here from posts and areas alone, against every place that shows rows.

Lists, exports, the API and the back office are found by walking them, so that what a new app shows is asked
about without being named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import models
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from portal.accounts.models import Post, User
from portal.accounts.roles import permissions_of
from portal.api.routing import app_routers
from portal.exchange.outgoing.declare import _exports
from portal.management.commands.populate import declared_parts
from portal.records.keyset import page_of
from portal.scoping import view_permission
from portal.site.lists import RecordList
from portal.site.records import RecordPage
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
OURS = ("portal", "governance", "economy", "partybuilding", "safety", "livelihood")
PEOPLE = ("economy_clerk", "section_chief", "street_leader", "community_clerk", "grid_worker", "auditor", "outsider",
          "admin", "security_admin", "audit_admin", "wanghu_economy_clerk", "wanghu_section_chief",
          "wanghu_community_clerk", "wanghu_auditor", "wanghu_admin", "wanghu_audit_admin")  # fmt: skip
EXEMPT = {
    "accounts.DataSet": "which folders were loaded; shown nowhere",
    "accounts.User": "people are found through their posts; the back office asks the posts' areas",
    "api.Token": "one's own",
    "audit.Verification": "verdicts on the whole trail, for those who may verify it",
    "clock.CalendarDay": "the national calendar",
    "clock.CalendarYear": "the national calendar",
    "clock.DeadlineRule": "laws and project defaults, the same for every office",
    "economy.LandUseCode": "the national land use codes",
    "economy.SourceRegion": "the national division codes",
    "exchange.ExportJob": "one's own",
    "site.SentForm": "which forms were sent; shown nowhere",
    "governance.IndustryCode": "the national classification of industries",
}
WITHOUT_ROWS = {
    "clock.Deadline": "set by lines of work that have deadlines of law; none is here yet",
    "clock.Extension": "of a deadline",
    "clock.Pause": "of a deadline",
    "economy.FundsStatement": "made by importing an old ledger",
    "economy.StageReversal": "made by a proposal to set a project back",
    "exchange.HeaderAlias": "made by an office for its own forms",
    "exchange.ImportJob": "made by an upload",
}


def our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS and model._meta.managed:
            yield model


@pytest.fixture
def people(settings, tmp_path) -> list[User]:
    """The sample streets and their neighbours full of records; its people, one without a post, one whose post ended."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)
    for part in declared_parts():
        call_command("populate", scale=120, only=[part], verbosity=0)
    make_user("nobody")
    former = make_user("former", "economy_clerk", Post.objects.get(user__username="economy_clerk").area)
    Post.objects.filter(user=former).update(
        valid_from="2000-01-01", valid_to=timezone.localdate() - timedelta(days=1)
    )
    names = (*PEOPLE, "nobody", "former")
    return [User.objects.get(username=name) for name in names]


def owed(user: User, model: type[models.Model]) -> set[int]:
    """The keys that are this user's to see: in the area of a post whose role may view them, or above it."""
    today = timezone.localdate()
    posts = (
        Post.objects.filter(user=user, valid_from__lte=today)
        .exclude(valid_to__lt=today)
        .select_related("area")
    )
    places = [post.area.path for post in posts if view_permission(model) in permissions_of(post.role)]
    path = "id" if model.scope.path == "id" else model.scope.path.removesuffix("_id")
    where = "path" if path == "id" else f"{path}__path"
    return {
        pk for pk, place in model._default_manager.values_list("pk", where)
        if any(place.startswith(own) or (model.scope.seen_from_below and own.startswith(place)) for own in places)
    }  # fmt: skip


def keys(rows: models.QuerySet) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))


def views(kind: type) -> Iterator[tuple[type, URLPattern]]:
    """The class-based views of a kind, each with its address pattern."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        waiting += getattr(pattern, "url_patterns", [])
        view = getattr(getattr(pattern, "callback", None), "view_class", None)
        if isinstance(view, type) and issubclass(view, kind):
            yield view, pattern


def as_asked_by(user: User) -> Any:
    request = RequestFactory().get("/")
    request.user, request.htmx = user, False
    return request


def places() -> Iterator[tuple[str, type[models.Model], Callable[[User], models.QuerySet]]]:
    """Every place that shows rows of a model: its name, the model, and the rows it shows somebody."""
    for model in our_models():
        if hasattr(model, "scope"):
            yield f"{model.__name__}.visible_to", model, model._default_manager.visible_to
    for view, _ in views(RecordList):
        yield f"list {view.__name__}", view.table.model, lambda user, view=view: listed(view, user)
    for export in _exports.values():
        yield f"export {export.name}", export.model, lambda user, export=export: export.rows(user, {})
    for router in app_routers().values():
        for name, viewset, _ in router.registry:
            if hasattr(viewset, "table"):
                yield f"API {name}", viewset.table.model, lambda user, viewset=viewset: offered(viewset, user)
    for model, section in admin.site._registry.items():
        if model.__module__.split(".")[0] in OURS and not section.shared:
            yield (
                f"back office {model.__name__}",
                model,
                lambda user, section=section: section.get_queryset(as_asked_by(user)),
            )


def listed(view: type[RecordList], user: User) -> models.QuerySet:
    page = view()
    page.setup(as_asked_by(user))
    return page.filtered


def offered(viewset: Any, user: User) -> models.QuerySet:
    resource = viewset()
    resource.request = SimpleNamespace(user=user, query_params={})
    return resource.visible()


def test_every_model_is_scoped_or_says_why_not():
    unscoped = {model._meta.label for model in our_models() if not hasattr(model, "scope")}
    assert unscoped == set(EXEMPT)


def test_nobody_is_shown_what_is_not_his(people):
    faults, empty = [], set()
    for name, model, shown in places():
        if not hasattr(model, "scope"):
            continue
        if not model._default_manager.exists():
            empty.add(model._meta.label)
        for user in people:
            rights, seen = owed(user, model), keys(shown(user))
            if seen - rights:
                faults.append(f"{name}：{user.username} 看到不该看的 {len(seen - rights)} 条")
            if name.endswith("visible_to") and rights - seen:
                faults.append(f"{name}：{user.username} 少看到 {len(rights - seen)} 条")
    assert faults == [], "\n".join(faults)
    assert empty == set(WITHOUT_ROWS), (
        "没有样例的记录要在应用的 populate 或样例街道里补上，或者在这里说明理由"
    )


def test_a_page_merged_from_areas_is_the_page(people):
    """Lists in the order of the key are read area by area; no row is lost on the way."""
    for user in (*people[:7], *people[10:14]):
        for view, _ in views(RecordList):
            page = view()
            page.setup(as_asked_by(user))
            merged = page_of(page.filtered, ["pk"], ordering=page.order, size=30, areas=page.areas)
            plain = page_of(page.filtered, ["pk"], ordering=page.order, size=30)
            assert merged.rows == plain.rows, view.__name__


def test_what_is_not_visible_is_not_there(people, client: Client):
    faults, asked = [], set()
    for user in (*people[:7], *people[10:14]):
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        for page, pattern in views(RecordPage):
            rights = owed(user, page.table.model)
            hidden = (
                page.table.model._default_manager.exclude(pk__in=rights).values_list("pk", flat=True).first()
            )
            if hidden and set(pattern.pattern.converters) == {"pk"}:
                asked.add(page)
                answer = client.get(reverse(address_of(page), args=[hidden]))
                if answer.status_code not in (403, 404):
                    faults.append(f"{user.username} 打开了 {page.__name__} {hidden}：{answer.status_code}")
    assert faults == [], "\n".join(faults)
    assert asked >= {
        page
        for page, _ in views(RecordPage)
        if page.table.model._meta.label not in WITHOUT_ROWS and hasattr(page.table.model, "area_id")
    }


def address_of(page: type) -> str:
    """The full name of a record page's address."""
    waiting = [("", get_resolver().url_patterns)]
    while waiting:
        prefix, patterns = waiting.pop()
        for one in patterns:
            if hasattr(one, "url_patterns"):
                waiting.append((f"{prefix}{one.namespace}:" if one.namespace else prefix, one.url_patterns))
            elif getattr(one.callback, "view_class", None) is page:
                return f"{prefix}{one.name}"
    raise LookupError(page.__name__)
