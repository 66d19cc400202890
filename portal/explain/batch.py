"""Many questions, one JSON object a line: one answer a line, in order."""

from __future__ import annotations

import json
import logging
from typing import Any

from portal.errors import InvalidInput, Refusal
from portal.explain.inputs import MalformedJson, load_json
from portal.explain.registry import MissingInput, explain

logger = logging.getLogger(__name__)


def answer_line(line: bytes) -> str:
    """The answer to one line as JSON; whatever goes wrong is told on the line itself."""
    try:
        answer = answer_request(load_json(decode(line)))
    except Refusal as refusal:
        answer = refused(refusal)
    except Exception:
        logger.exception("explain failed on a line")
        answer = {
            "error": "InternalError",
            "message": "计算时发生意外错误，请把这一行交给系统管理员。",
        }
    # A lone surrogate echoed from the input is no Unicode text; \\udXXX is also its JSON escape.
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def decode(line: bytes) -> str:
    """UTF-8 text, with or without a byte order mark."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedJson("这一行不是 UTF-8 编码。") from None


def answer_request(request: Any) -> dict[str, Any]:
    """The result for one request object."""
    if not isinstance(request, dict):
        raise InvalidInput("每一行应为一个 JSON 对象。")
    if not isinstance(request.get("what"), str):
        raise MissingInput("缺少 what，请写明要算什么，例如 “yoy”。")
    return explain(request["what"], request).result


def refused(refusal: Refusal) -> dict[str, Any]:
    """A refusal for JSON; one about a calendar also names the year."""
    answer: dict[str, Any] = {"error": refusal.code, "message": refusal.message}
    year = getattr(refusal, "year", None)
    return answer if year is None else {**answer, "year": year}
