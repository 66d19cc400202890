"""One failure in the three forms it is asked in: a page, a line inside a page, a problem document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from portal.api.problems import CONTENT_TYPE, SENTENCES, TITLES, problem

API = "/api/"
CODES = {
    400: "InvalidInput", 403: "NotPermitted", 405: "MethodNotAllowed", 413: "TooLarge", 414: "AddressTooLong",
    500: "Defect", 503: "Unavailable",
}  # fmt: skip


def failure(
    request: HttpRequest, status: int, sentence: str = "", headers: dict[str, str] | None = None
) -> HttpResponse:
    """The answer of `status`, as a caller of its kind can read it; nothing is asked of database or session."""
    sentence = sentence or SENTENCES[status]
    if request.path.startswith(API):
        document = problem(status, sentence, code=CODES[status])
        return JsonResponse(
            document, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}, headers=headers,
        )  # fmt: skip
    if "HX-Request" in request.headers:
        return line(sentence, status, headers)
    page = render_to_string("bare.html", {"title": TITLES[status], "sentence": sentence})
    return HttpResponse(page, status=status, headers=headers)


def line(sentence: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """A notice to stand where a part of the page was asked for."""
    text = render_to_string("site/refusal_fragment.html", {"refusal": {"message": sentence}})
    return HttpResponse(text, status=status, headers=headers)
