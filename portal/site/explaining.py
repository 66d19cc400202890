"""“为什么是这一天 / 怎么算的”: the steps behind a date or a figure, asked for when somebody opens them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput
from portal.explain import KINDS, explain


@require_safe
def explanation(request: DeskRequest, kind: str) -> HttpResponse:
    """The steps as a list: a part of the page when htmx asks, a page of its own otherwise."""
    found = explain(kind, {name: _value(str(text)) for name, text in request.GET.items()})
    template = "site/explanation_steps.html" if request.htmx else "site/explanation.html"
    return render(request, template, {"title": KINDS[kind].title, "steps": found.steps})


def explain_url(kind: str, params: dict[str, Any]) -> str:
    """The address that explains `kind` for these inputs; lists and tables travel as JSON."""
    texts = {
        name: json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else value
        for name, value in params.items()
        if value is not None
    }
    return f"{reverse('site:explain', args=[kind])}?{urlencode(texts)}"


def _value(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text, parse_float=str)
    except ValueError:
        raise InvalidInput("地址里的数据不完整，请回到原来的页面重新打开。") from None
