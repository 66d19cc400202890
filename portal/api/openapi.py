"""How the API describes itself: OpenAPI 3.1, from what the resources declare."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import orjson
from django.apps import apps
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from portal.api.rows import measured_entries
from portal.records.filters import FieldFilter, Filter

PROBLEM_TYPE = "application/problem+json"


class FaultSerializer(serializers.Serializer):
    """One fault of a request: where it is, what is wrong and how to cure it."""

    field = serializers.CharField(required=False, help_text="字段")
    row = serializers.IntegerField(required=False, help_text="行")
    column = serializers.CharField(required=False, help_text="列")
    value = serializers.JSONField(required=False, help_text="写的是什么")
    message = serializers.CharField(required=False, help_text="哪里不对")
    cure = serializers.CharField(required=False, help_text="怎么改")


class ProblemSerializer(serializers.Serializer):
    """A refusal (RFC 9457)."""

    type = serializers.CharField(help_text="拒绝的种类")
    title = serializers.CharField(help_text="简称")
    status = serializers.IntegerField(help_text="HTTP 状态码")
    detail = serializers.CharField(help_text="一句话说明")
    errors = FaultSerializer(many=True)  # type: ignore[assignment]  # RFC 9457 calls the field so


class OpenStepSerializer(serializers.Serializer):
    """A step the caller can take now."""

    name = serializers.CharField(help_text="步骤")
    verb = serializers.CharField(help_text="按钮上的字")
    needs_note = serializers.BooleanField(help_text="要不要写理由")


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Token …`."""

    target_class = "portal.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "写作 Token 加空格加令牌",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """The browser's session."""

    target_class = "portal.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "浏览器登录"}


class ProblemSchema(AutoSchema):
    """Adds to every operation the refusals it can answer with."""

    # Whichever resource is described; what it declares is read off it.
    view: Any

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular itself has it
        """Nothing beyond the summary."""
        return ""

    def get_tags(self) -> list[str]:
        """One group per app, by its Chinese name."""
        label = self.path.removeprefix("/api/v1/").split("/")[0]
        return [str(apps.app_configs[label].verbose_name) if label in apps.app_configs else "令牌"]

    def _is_list_view(self, serializer: Any = None) -> bool:
        """A list only where an answer is said to be many: no address is guessed to be one."""
        return isinstance(serializer, serializers.ListSerializer)

    def refusals(self) -> list[int]:
        """The statuses this operation refuses with."""
        statuses = [400, 429] if not self.view.get_authenticators() else [400, 401, 403, 429]
        if self.method in ("POST", "PATCH", "PUT"):
            statuses.append(415)
        if "{" in self.path:
            statuses += [
                404,
                *([409] if self.method != "GET" else []),
                *([412] if self.method == "PATCH" else []),
            ]
        return sorted(statuses)

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if direction == "response":
            for status in self.refusals():
                refusal = OpenApiResponse(ProblemSerializer, description=REFUSALS[status])
                bodies[str(status)] = self._get_response_for_code(
                    refusal, str(status), media_types=[PROBLEM_TYPE]
                )
        return bodies


class ResourceSchema(ProblemSchema):
    """Describes a `ScopedViewSet` from its columns, filters and orderings."""

    @property
    def action(self) -> str:
        """What this operation does: list, retrieve, create, partial_update or the name of a step."""
        return self.view.action

    @property
    def resource(self) -> Any:
        """The viewset that is described."""
        return type(self.view)

    def get_operation_id(self) -> str:
        """`economy_report_submit`."""
        return (
            f"{self.view.table.model._meta.app_label}_{self.view.table.model._meta.model_name}_{self.action}"
        )

    def get_summary(self) -> str:
        """A few Chinese words."""
        noun = self.view.table.model._meta.verbose_name
        known = {
            "list": f"{noun}列表",
            "retrieve": f"一条{noun}",
            "create": f"新建{noun}",
            "partial_update": f"修改{noun}",
        }
        return (
            known.get(self.action) or f"{noun}：{(getattr(self.view, self.action).__doc__ or '').strip('。')}"
        )

    def get_override_parameters(self) -> list[Any]:
        """The query parameters of a list; the id of a record."""
        if self.action == "list":
            return [*self._page_parameters(), *self._filter_parameters()]
        if "{id}" in self.path or "{pk}" in self.path:
            name = "id" if "{id}" in self.path else "pk"
            pk = OpenApiParameter(name, OpenApiTypes.INT64, "path", description="编号")
            seen = OpenApiParameter(
                "If-Match", str, "header", description="读取时的 ETag：记录已被别人改过就拒绝"
            )
            return [pk, seen] if self.action == "partial_update" else [pk]
        return []

    def get_request_serializer(self) -> Any:
        """The body that is read."""
        if self.action == "create":
            return self.view.create_input
        if self.action == "partial_update":
            return self.view.change_input
        if self.method == "POST":
            from portal.api.viewsets import StepInput

            if declared := getattr(getattr(self.view, self.action), "declared", None):
                return self.view.body_of(self.action.title(), declared)
            return getattr(self.view, f"{self.action}_input", StepInput)
        return None

    def get_response_serializers(self) -> Any:
        """The body that is answered."""
        if self.action == "list":
            return {200: page_serializer(self.resource)}
        from portal.workflow.flows import flow_of

        with_steps = self.action == "retrieve" and flow_of(self.view.table.model) is not None
        return {201 if self.action == "create" else 200: record_serializer(self.resource, with_steps)}

    def _page_parameters(self) -> list[OpenApiParameter]:
        return [
            OpenApiParameter("cursor", str, description="翻页标记，取自 next 或 previous"),
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "default": 50},
                             description="每页条数，最多 200"),
            OpenApiParameter("ordering", str, enum=self._orders(), description="排序，减号为倒序"),
            *([OpenApiParameter("search", str, description="搜索词")] if self.view.table.is_searchable() else []),
        ]  # fmt: skip

    def _orders(self) -> list[str]:
        table = self.view.table
        measured = [column.name for column in table.measured_columns().values()]
        return [*table.order_names(), *measured, *(f"-{name}" for name in measured)]

    def _filter_parameters(self) -> list[OpenApiParameter]:
        return [
            OpenApiParameter(one.name, _type_of(one), description=one.label)
            for one in self.view.table.conditions().values()
        ]


REFUSALS = {
    400: "请求有误", 401: "没有登录", 403: "没有权限", 404: "没有这条记录，或者它不在负责的区域内",
    409: "状态不符", 412: "记录已被别人改过", 415: "正文不是 JSON", 429: "请求过于频繁",
}  # fmt: skip


@cache
def record_serializer(viewset: Any, with_steps: bool) -> serializers.Serializer:
    """The shape of one record of `viewset`, for the schema only: answers are made from rows."""
    fields: dict[str, Any] = {}
    for entry in viewset.record_entries():
        fields |= entry.described()
    name = _name(viewset)
    if with_steps:
        fields["steps"] = OpenStepSerializer(many=True)
        name += "Detail"
    return inline_serializer(name, fields)


@cache
def page_serializer(viewset: Any) -> serializers.Serializer:
    """The shape of one page of `viewset`."""
    fields: dict[str, Any] = {}
    for entry in viewset.row_entries():
        fields |= entry.described()
    for entry in measured_entries(viewset.table.measured_columns().values()):
        fields |= entry.described(required=False)
    return inline_serializer(f"{_name(viewset)}Page", {
        "next": serializers.CharField(allow_null=True, help_text="下一页地址"),
        "previous": serializers.CharField(allow_null=True, help_text="上一页地址"),
        "results": inline_serializer(f"{_name(viewset)}Row", fields, many=True),
    })  # fmt: skip


@cache
def schema_document() -> bytes:
    """The whole OpenAPI document as JSON; it says nothing secret and is the same for everybody."""
    document = SchemaGenerator().get_schema(public=True)
    return orjson.dumps(_without_empty_alternatives(document), default=str)


def _without_empty_alternatives(node: Any) -> Any:
    """A field that may hold anything may hold null: `oneOf` with `{}` would match it twice and refuse it."""
    if isinstance(node, list):
        return [_without_empty_alternatives(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _without_empty_alternatives(value)
        for name, value in node.items()
        if not (name == "oneOf" and {} in value)
    }


def _name(viewset: type) -> str:
    return viewset.__name__.removesuffix("ViewSet")


TYPES: dict[str, Any] = {
    "boolean": bool, "integer": OpenApiTypes.INT64, "decimal": OpenApiTypes.NUMBER, "date": OpenApiTypes.DATE,
}  # fmt: skip


def _type_of(one: Filter) -> Any:
    if one.choices and one.kind != "boolean" and not (isinstance(one, FieldFilter) and one.lookup == "in"):
        return {"type": "string", "enum": [value for value, _ in one.choices]}
    return str if isinstance(one, FieldFilter) and one.lookup == "in" else TYPES.get(one.kind, str)
