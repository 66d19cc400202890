"""Problem details (RFC 9457): every refusal of the API is one JSON document with a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from portal.errors import Refusal
from portal.writing import refusal_of

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "请求有误", 401: "没有登录", 403: "没有权限", 404: "没有找到", 405: "方法不可用", 406: "格式不可用",
    409: "状态不符", 412: "记录已被改过", 413: "内容过大", 414: "地址过长", 415: "格式不支持", 429: "请求过于频繁", 500: "系统出错", 503: "暂时不可用",
}  # fmt: skip
SENTENCES = {
    400: "发来的内容不完整或格式不对，请检查后再试。",
    401: "请先登录，或在请求头里带上有效的令牌。",
    403: "您的岗位没有这项权限。",
    404: "没有这条记录，或者它不在您负责的区域内。",
    405: "这个地址不接受这种请求方法。",
    413: "发来的内容太大，没有受理。请减少内容，或者分几次提交。",
    414: "地址太长，打不开。请减少筛选条件或搜索词后再试。",
    415: "请求正文应为 JSON，请求头写 Content-Type: application/json。",
    500: "系统出错了，刚才的操作没有完成，已经保存的内容没有受影响。请稍后再试；如果一再出现，请告诉系统管理员出错的时间。",
    503: "数据库暂时不可用，请稍后再试。",
}


def problem(
    status: int, detail: str, *, code: str, errors: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """The document itself: `type` names the kind of refusal, `detail` is one sentence for a person."""
    return {
        "type": f"urn:jiedao:problem:{code}",
        "title": TITLES.get(status, "请求没有完成"),
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }


def answer_with_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None for what is a defect of ours and not a refusal."""
    document = _document(error)
    if document is None:
        return None
    set_rollback()
    return Response(document, document["status"], headers=_headers(error), content_type=CONTENT_TYPE)


def _document(error: Exception) -> dict[str, Any] | None:
    match error:
        case Refusal():
            return problem(error.status, error.message, code=error.code, errors=error.errors)
        case exceptions.ValidationError():
            errors = list(_flat(error.detail))
            return problem(400, _sentence(errors), code="InvalidInput", errors=errors)
        case exceptions.Throttled():
            return problem(
                429,
                f"请求过于频繁，请在 {getattr(error, 'wait', None) or 1:.0f} 秒后再试。",
                code="Throttled",
            )
        case exceptions.MethodNotAllowed():
            return problem(405, SENTENCES[405], code="MethodNotAllowed")
        case exceptions.ParseError():
            return problem(400, str(error.detail), code="InvalidInput")
        case exceptions.NotAuthenticated():
            return problem(401, SENTENCES[401], code="NotAuthenticated")
        case RequestDataTooBig():
            return problem(413, SENTENCES[413], code="TooLarge")
        case exceptions.UnsupportedMediaType():
            return problem(415, SENTENCES[415], code="UnsupportedMediaType")
        case exceptions.NotFound() | Http404():
            return problem(404, SENTENCES[404], code="NotVisible")
        case exceptions.APIException():
            return problem(error.status_code, str(error.detail), code=type(error).__name__)
        case PermissionDenied():
            return problem(403, SENTENCES[403], code="NotPermitted")
        case IntegrityError() if refusal := refusal_of(error):
            return _document(refusal)
        case OperationalError() | InterfaceError():
            return problem(503, SENTENCES[503], code="Unavailable")
    return None


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if scheme := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = scheme
    if seconds := getattr(error, "wait", None):
        headers["Retry-After"] = f"{seconds:.0f}"
    return headers


def _flat(detail: Any, path: str = "") -> Iterator[dict[str, Any]]:
    """One item per message of a nested error, with the path of its field (`lines.0.value`)."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(filter(None, (path, step))))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _flat(inner, f"{path}.{index}" if isinstance(inner, dict) else path)
    else:
        yield {"field": path, "message": str(detail)}


def _sentence(errors: list[dict[str, Any]]) -> str:
    """The first error in words, and how many more there are."""
    if not errors:
        return "提交的内容有误。"
    first = errors[0]
    rest = f"（共 {len(errors)} 处）" if len(errors) > 1 else ""
    return f"“{first['field']}”：{first['message']}{rest}" if first["field"] else f"{first['message']}{rest}"
