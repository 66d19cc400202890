"""Projects for everybody: those the office chose to make public, in plain words, without money or persons."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from economy.projects.public import in_plain_words
from economy.projects.queries import published_projects
from portal.site.public_cache import public_page
from portal.site.public_side import PublicRequest, PublicSide

MOST = 200


@require_safe
@public_page
def public_projects(request: PublicRequest) -> HttpResponse:
    """The list of published projects."""
    return render(
        request,
        "economy/projects/public.html",
        {"projects": in_plain_words(published_projects(request.side)[:MOST])},
    )


def project_offers(side: PublicSide) -> list[dict[str, Any]]:
    """The same for a feed or a fragment: title, words, address, since when."""
    page = side.url("economy_public:projects")
    return [
        {
            "title": one["name"] + ("（示例）" if one["is_illustrative"] else ""), "since": one["since"],
            "text": "，".join(part for part in (one["industry"], one["stage"], one["place"]) if part),
            "url": f"{page}#project-{one['pk']}",
        }
        for one in in_plain_words(published_projects(side)[:MOST])
    ]  # fmt: skip
