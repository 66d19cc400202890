"""What every list, record and step of the API is made of.

A resource names its table, and which action creates or changes a record;
scope, permission, paging and refusals are the same for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

import orjson
from django.db import models
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from portal.accounts.requests import ApiRequest
from portal.api.inputs import LONG, Input
from portal.api.openapi import ResourceSchema
from portal.api.rows import Entry, entries_of, measured_entries, show
from portal.errors import ChangedMeanwhile, InvalidInput, NotPermitted, NotVisible
from portal.figures.whole import whole_number
from portal.model_fields import field_of
from portal.records.facts import API, Asked, Facts, Given, call
from portal.records.inputs import input_of
from portal.records.keyset import page_of
from portal.records.kinds import OneOf
from portal.records.tables import Table
from portal.scoping import seen_by
from portal.workflow.actions import steps_open_to, take
from portal.workflow.flows import Flow, flow_of
from portal.writing import writing

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class ScopedViewSet(viewsets.ViewSet):
    """A resource over one table: only rows visible to the caller exist.

    Not visible is 404, visible but not permitted 403, the wrong state 409, invalid input 400. What a row holds, what
    one may narrow and order by, and whether it can be searched, is the table's.
    """

    request: ApiRequest
    table: ClassVar[type[Table]]
    lookup_value_regex = "[0-9]{1,18}"
    schema = ResourceSchema()

    @property
    def model(self) -> Any:
        """The kind of record."""
        return self.table.model

    def visible(self) -> models.QuerySet:
        """Every row the caller may see; an app may narrow or annotate it, never widen it."""
        return self.table.rows_for(self.request.user)

    def list(self, request: ApiRequest) -> Response:
        """One page of the rows one may see."""
        parameters, table = request.query_params, self.table
        asking = table.asking(request.user, parameters)
        asking.check()
        rows = asking.apply(self.visible())
        words = (parameters.get("search") or parameters.get("q") or "").strip()
        if words:
            rows = table.search(rows, words, request.user).rows
        entries = (*self.row_entries(), *measured_entries(table.measures(asking)))
        page = page_of(
            rows, [entry.path for entry in entries], ordering=table.ordering(parameters.get("ordering"), asking),
            size=page_size(parameters.get("page_size")), cursor=parameters.get("cursor"),
            areas=frozenset() if words else table.areas(request.user), computed=self.computed(),
        )  # fmt: skip
        return Response({
            "next": self.link(page.next), "previous": self.link(page.previous), "results": show(entries, page.rows),
        })  # fmt: skip

    def retrieve(self, request: ApiRequest, pk: str) -> Response:
        """One record, and the steps the caller can take now."""
        row, record = self.row(int(pk)), self.record(int(pk))
        version = self.version(row, record)
        if flow_of(self.model) is not None:
            steps = steps_open_to(request.user, record)
            row["steps"] = [
                {"name": step.name, "verb": step.verb, "needs_note": step.needs_note} for step in steps
            ]
        return Response(row, headers={"ETag": version})

    def version(self, row: dict[str, Any], record: models.Model) -> str:
        """What tells a record as shown from any other state of it."""
        seen = orjson.dumps(
            [row, getattr(record, "updated_at", None)], default=str, option=orjson.OPT_NON_STR_KEYS
        )
        return f'"{hashlib.sha256(seen).hexdigest()[:32]}"'

    def refuse_stale(self, record: models.Model) -> None:
        """Lock a record; refuse (412) when it is not as the caller's `If-Match` saw it."""
        seen = self.request.headers.get("If-Match", "").strip()
        if not seen or seen == "*":
            return
        type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        stands = self.version(self.row(record.pk), self.record(record.pk))
        if stands not in [one.strip().removeprefix("W/") for one in seen.split(",")]:
            raise ChangedMeanwhile("这条记录已被别人改过，请重新读取后再改。")

    def record(self, pk: int) -> models.Model:
        """The record itself, for acts upon it; refuses what is not visible."""
        found = self.visible().filter(pk=pk).first()
        if found is None:
            raise NotVisible("没有这条记录，或者它不在您负责的区域内。")
        return found

    def row(self, pk: int) -> dict[str, Any]:
        """The record as shown; refuses what is not visible."""
        entries = self.record_entries()
        rows = self.visible().filter(pk=pk).annotate(**self.computed(details=True))
        shown = show(entries, rows.values_list(*(entry.path for entry in entries))[:1])
        if not shown:
            raise NotVisible("没有这条记录，或者它不在您负责的区域内。")
        return shown[0]

    def link(self, cursor: str | None) -> str | None:
        """The address of another page of the same list."""
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"?{query.urlencode()}")

    def require(self, permission: str, record: models.Model | None = None) -> None:
        """Refuse a caller without `permission` (for `record`, when given)."""
        if not self.request.user.has_perm(permission, record):
            raise NotPermitted("您的岗位没有这项权限。")

    def read(
        self, serializer: type[serializers.Serializer], *, about: Any = None, **options: Any
    ) -> dict[str, Any]:
        """The request's body, checked by `serializer`; refuses with one item per fault."""
        asked = Asked(self.request.user, about, changing=about is not None, by_api=True)
        reading = serializer(
            data=self.request.data, context={"request": self.request, "asked": asked}, **options
        )
        reading.is_valid(raise_exception=True)
        return reading.validated_data

    @classmethod
    @cache
    def row_entries(cls) -> tuple[Entry, ...]:
        """What a row of the list holds."""
        return entries_of(cls.table.model, cls.table.api_columns())

    @classmethod
    @cache
    def record_entries(cls) -> tuple[Entry, ...]:
        """What a single record holds."""
        return entries_of(cls.table.model, (*cls.table.api_columns(), *cls.table.detail_columns()))

    @classmethod
    @cache
    def body_of(
        cls, verb: str, declared: Facts, *, about: str = "", partial: bool = False
    ) -> type[serializers.Serializer]:
        """The body of one operation, under a name of its own in the API's description."""
        subject = _subject(cls.table.model, about) if about else None
        name = f"{cls.__name__.removesuffix('ViewSet')}{verb}"
        return input_of(declared, name=name, subject=subject, partial=partial)

    @classmethod
    def computed(cls, *, details: bool = False) -> dict[str, Any]:
        """The expressions among what is read."""
        columns = (*cls.table.api_columns(), *(cls.table.detail_columns() if details else ()))
        return {column.name: column.expression for column in columns if column.is_computed}


class Creates(ScopedViewSet):
    """Adds POST on the list: the app's one action, with what its facts say may be entered.

    `facts` and `create_action` say it; `create_facts` where changing takes others; `about` names the field of the
    record the action is about. A resource that needs more gives `create_input` and `perform_create`.
    """

    facts: ClassVar[Facts]
    create_facts: ClassVar[Facts | None] = None
    create_action: ClassVar[Callable[..., Any]]
    create_permission: ClassVar[str] = ""
    about: ClassVar[str] = ""

    @property
    def create_input(self) -> type[serializers.Serializer]:
        """The body of POST."""
        return self.body_of("Create", self.create_facts or self.facts, about=self.about)

    def perform_create(self, data: dict[str, Any]) -> models.Model:
        """Call the app's action with what was read; return the new record."""
        subject = data.pop(self.about) if self.about else None
        return act(
            self,
            type(self).create_action,
            self.create_facts or self.facts,
            data,
            subject=subject,
            filled=True,
        )

    def create(self, request: ApiRequest) -> Response:
        """A new record."""
        permission = f"{self.model._meta.app_label}.add_{self.model._meta.model_name}"
        self.require(self.create_permission or permission)
        record = self.perform_create(self.read(self.create_input))
        place = request.build_absolute_uri(f"{record.pk}/")
        row = self.row(record.pk)
        return Response(row, 201, headers={"Location": place, "ETag": self.version(row, record)})


class Changes(ScopedViewSet):
    """Adds PATCH on a record: the app's one action, with what is sent of its facts (`facts` or `change_facts`).

    With `If-Match` it is refused (412) when the record is not as that `ETag` saw it. A resource that needs more
    gives `change_input` and `perform_change`.
    """

    facts: ClassVar[Facts]
    change_facts: ClassVar[Facts | None] = None
    change_action: ClassVar[Callable[..., Any]]
    change_permission: ClassVar[str] = ""

    @property
    def change_input(self) -> type[serializers.Serializer]:
        """The body of PATCH."""
        return self.body_of("Change", self.change_facts or self.facts, partial=True)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Call the app's action with what was read."""
        act(self, type(self).change_action, self.change_facts or self.facts, data, subject=record)

    def partial_update(self, request: ApiRequest, pk: str) -> Response:
        """Change a record."""
        record = self.record(int(pk))
        name = f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"
        self.require(self.change_permission or name, record)
        data = self.read(self.change_input, about=record, partial=True)
        with writing():
            self.refuse_stale(record)
            self.perform_change(record, data)
        row = self.row(record.pk)
        return Response(row, headers={"ETag": self.version(row, self.record(record.pk))})


def acts(name: str, action: Callable[..., Any], declared: Facts, doc: str) -> Any:
    """`POST …/<pk>/<name>/`: an action upon one record that is no step of its life."""
    from rest_framework.decorators import action as endpoint

    def method(self: ScopedViewSet, request: ApiRequest, pk: str) -> Response:
        record = self.record(int(pk))
        data = self.read(self.body_of(name.title(), declared), about=record)
        act(self, action, declared, data, subject=record)
        return Response(self.row(record.pk))

    method.__name__, method.__doc__ = name, doc
    method.declared = declared  # type: ignore[attr-defined]  # read by `ResourceSchema`
    return endpoint(detail=True, methods=["post"], url_path=name)(method)


def act(
    view: Any, action: Callable[..., Any], declared: Facts, data: dict[str, Any], *, subject: Any = None,
    filled: bool = False,
) -> Any:  # fmt: skip
    """Call an action with what was read of a request, in one transaction; what was not sent is `filled` in or not."""
    asked = Asked(view.request.user, subject, by_api=True, given=data)
    for given in declared.on(API):
        if filled and given.name not in data and given.initial is not None:
            data[given.name] = given.start(asked)
    with writing():
        return call(action, declared, data, asked, subject=subject)


def _subject(model: type[models.Model], name: str) -> Given:
    """The fact that names the record an action is about."""
    field = field_of(model, name)
    above: Any = field.related_model
    rows = OneOf(lambda asked: seen_by(asked.user, above))
    return Given(
        name, rows, required=True, label=f"{field.verbose_name}编号", because="names the id", field=field
    )


class StepInput(Input):
    """What a step is given: a note, and what it rests on."""

    note = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, style=LONG, help_text="说明或理由"
    )
    evidence = serializers.JSONField(required=False, allow_null=True, help_text="依据")
    on = serializers.DateField(required=False, allow_null=True, help_text="自哪天起，只用于要写日期的步骤")


def with_steps(viewset: type[ScopedViewSet], flow: Flow | None) -> type[ScopedViewSet]:
    """The same resource with `POST …/<pk>/<step>/` for every step of its life cycle."""
    from rest_framework.decorators import action

    for step in flow.offered if flow else ():
        if not hasattr(viewset, step.name):
            method = _step_method(step.name, step.verb)
            setattr(viewset, step.name, action(detail=True, methods=["post"], url_path=step.name)(method))
    return viewset


def page_size(text: str | None) -> int:
    """Rows on a page: 50 by default, 200 at most; refuses what is not a number from 1."""
    if text is None:
        return DEFAULT_PAGE_SIZE
    size = whole_number(text, least=1, most=10**9)
    if size is None:
        raise InvalidInput(
            "每页条数应为 1 到 200 的整数。",
            [
                {
                    "field": "page_size",
                    "value": text[:40],
                    "message": "不是正整数",
                    "cure": "请写 1 到 200 的整数",
                }
            ],
        )
    return min(size, MAX_PAGE_SIZE)


def _step_method(name: str, verb: str) -> Any:
    def method(self: ScopedViewSet, request: ApiRequest, pk: str) -> Response:
        record = self.record(int(pk))
        given = self.read(StepInput)
        take(record, name, by=request.user, note=given.get("note", ""), evidence=given.get("evidence"),
             on=given.get("on"))  # fmt: skip
        return Response(self.row(record.pk))

    method.__name__ = name
    method.__doc__ = f"{verb}。"
    return method
