"""JSON in and out, in the one form the API speaks."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

MAX_DEPTH = 32
NOT_JSON = "请求正文不是合法的 JSON（UTF-8）。"


class JSONRenderer(BaseRenderer):
    """JSON by orjson; decimals, and whatever it does not know, as text."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The bytes of `data`; nothing for an answer without content."""
        return b"" if data is None else orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


class JSONParser(BaseParser):
    """A JSON object; refuses what PostgreSQL cannot keep (NUL), absurd nesting and absurd length."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        """The object; `ParseError` with a sentence otherwise."""
        length = parser_context["request"].META.get("CONTENT_LENGTH") if parser_context else None
        if int(length or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        body = stream.read()
        if not body:
            return {}
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise ParseError(NOT_JSON) from None
        if not isinstance(data, dict):
            raise ParseError("请求正文应为一个 JSON 对象。")
        if b"\\u0000" in body or body.count(b"{") + body.count(b"[") > MAX_DEPTH:
            _check(data, MAX_DEPTH)
        return data


class JSONOnly(DefaultContentNegotiation):
    """One form for every caller, whatever `Accept` says; `Content-Type` of a body still counts."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """The first renderer."""
        return renderers[0], renderers[0].media_type


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise ParseError(f"请求正文嵌套超过 {MAX_DEPTH} 层。")
    if isinstance(value, str):
        if "\0" in value:
            raise ParseError("请求正文含有空字符（NUL），请删除后再试。")
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check(name, depth)
            _check(item, depth - 1)
