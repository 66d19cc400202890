"""What every list, record and step of the API is made of.

A resource declares its model, columns, filters and orderings, and which action creates or changes a record;
scope, permission, paging and refusals are the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.filtering import containing, filtered, filterset_of, found, searchable
from portal.api.inputs import LONG, Input
from portal.api.keyset import Ordering, page_of
from portal.api.openapi import ResourceSchema
from portal.api.rows import Column, columns_of, show
from portal.errors import InvalidInput, NotPermitted, NotVisible
from portal.workflow.actions import steps_open_to, take
from portal.workflow.flows import Flow, flow_of

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class ScopedViewSet(viewsets.ViewSet):
    """A resource over one model: only rows visible to the caller exist.

    Not visible is 404, visible but not permitted 403, the wrong state 409, invalid input 400.
    `columns` are field names or paths; `detail_columns` are added on a record; `filters` maps fields to
    lookups; `orderings` are fields that are never empty.
    """

    model: ClassVar[type[models.Model]]
    columns: ClassVar[tuple[str, ...]]
    detail_columns: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[Mapping[str, Iterable[str]]] = {}
    orderings: ClassVar[tuple[str, ...]] = ("id",)
    ordering: ClassVar[str] = "-id"
    search_fields: ClassVar[tuple[str, ...]] = ()
    lookup_value_regex = "[0-9]{1,18}"
    schema = ResourceSchema()

    def visible(self) -> models.QuerySet:
        """Every row the caller may see; an app may narrow or annotate it, never widen it."""
        return self.model._default_manager.visible_to(self.request.user)

    def list(self, request: Request) -> Response:
        """One page of the rows one may see."""
        parameters = request.query_params
        queryset = filtered(self.visible(), self.filterset(), parameters)
        if text := parameters.get("search", "").strip():
            queryset = self.search(queryset, text)
        columns = self.list_columns()
        page = page_of(
            queryset, tuple(column.path for column in columns), ordering=self.asked_ordering(parameters.get("ordering")),
            size=page_size(parameters.get("page_size")), cursor=parameters.get("cursor"),
        )  # fmt: skip
        return Response({
            "next": self.link(page.next), "previous": self.link(page.previous), "results": show(columns, page.rows),
        })  # fmt: skip

    def retrieve(self, request: Request, pk: str) -> Response:
        """One record, and the steps the caller can take now."""
        row = self.row(int(pk))
        if flow_of(self.model) is not None:
            steps = steps_open_to(request.user, self.record(int(pk)))
            row["steps"] = [
                {"name": step.name, "verb": step.verb, "needs_note": step.needs_note} for step in steps
            ]
        return Response(row)

    def record(self, pk: int) -> models.Model:
        """The record itself, for acts upon it; refuses what is not visible."""
        found = self.visible().filter(pk=pk).first()
        if found is None:
            raise NotVisible("没有这条记录，或者它不在您负责的区域内。")
        return found

    def row(self, pk: int) -> dict[str, Any]:
        """The record as shown; refuses what is not visible."""
        columns = self.record_columns()
        rows = show(
            columns, self.visible().filter(pk=pk).values_list(*(column.path for column in columns))[:1]
        )
        if not rows:
            raise NotVisible("没有这条记录，或者它不在您负责的区域内。")
        return rows[0]

    def search(self, queryset: models.QuerySet, text: str) -> models.QuerySet:
        """The rows that contain `text`, by the model's search text or the fields declared; else refuses."""
        if searchable(self.model):
            return found(queryset, text, self.request.user)
        if not self.search_fields:
            raise InvalidInput(
                "这个列表不能搜索。", [{"field": "search", "message": "不能搜索", "cure": "请用筛选条件"}]
            )
        return containing(queryset, text, self.search_fields)

    def asked_ordering(self, asked: str | None) -> Ordering:
        """The ordering of the request, one of those declared."""
        name = asked or self.ordering
        if name.removeprefix("-") not in (*self.orderings, self.ordering.removeprefix("-")):
            raise InvalidInput(
                f"这个列表不能按“{name}”排序。",
                [
                    {
                        "field": "ordering",
                        "message": "不能这样排序",
                        "cure": f"可用的有：{'、'.join(self.orderings)}",
                    }
                ],
            )
        return Ordering(self.model, name)

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

    def read(self, serializer: type[serializers.Serializer], **options: Any) -> dict[str, Any]:
        """The request's body, checked by `serializer`; refuses with one item per fault."""
        reading = serializer(data=self.request.data, context={"request": self.request}, **options)
        reading.is_valid(raise_exception=True)
        return reading.validated_data

    @classmethod
    @cache
    def list_columns(cls) -> tuple[Column, ...]:
        """The columns of a list row."""
        return columns_of(cls.model, cls.columns)

    @classmethod
    @cache
    def record_columns(cls) -> tuple[Column, ...]:
        """The columns of a record."""
        return columns_of(cls.model, (*cls.columns, *cls.detail_columns))

    @classmethod
    @cache
    def filterset(cls) -> Any:
        """The filters of the list."""
        return filterset_of(cls.model, cls.filters)


class Creates:
    """Adds POST on the list: `create_input` checks the body, `perform_create` calls the app's one action."""

    create_input: ClassVar[type[serializers.Serializer]]
    create_permission: ClassVar[str] = ""

    def perform_create(self, data: dict[str, Any]) -> models.Model:
        """Call the app's action with what was read; return the new record."""
        raise NotImplementedError

    def create(self, request: Request) -> Response:
        """A new record."""
        self.require(
            self.create_permission or f"{self.model._meta.app_label}.add_{self.model._meta.model_name}"
        )
        record = self.perform_create(self.read(self.create_input))
        place = request.build_absolute_uri(f"{record.pk}/")
        return Response(self.row(record.pk), 201, headers={"Location": place})


class Changes:
    """Adds PATCH on a record: `change_input` checks the body, `perform_change` calls the app's one action."""

    change_input: ClassVar[type[serializers.Serializer]]
    change_permission: ClassVar[str] = ""

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Call the app's action with what was read."""
        raise NotImplementedError

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a record."""
        record = self.record(int(pk))
        name = f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"
        self.require(self.change_permission or name, record)
        self.perform_change(record, self.read(self.change_input, partial=True))
        return Response(self.row(record.pk))


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
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
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
    return min(int(text), MAX_PAGE_SIZE)


def _step_method(name: str, verb: str) -> Any:
    def method(self: ScopedViewSet, request: Request, pk: str) -> Response:
        record = self.record(int(pk))
        given = self.read(StepInput)
        take(record, name, by=request.user, note=given.get("note", ""), evidence=given.get("evidence"),
             on=given.get("on"))  # fmt: skip
        return Response(self.row(record.pk))

    method.__name__ = name
    method.__doc__ = f"{verb}。"
    return method
