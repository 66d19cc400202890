"""What the public home shows: each app declares its panels in its `public_panels.py`.

    @public_panel("经济指标", template="economy/reports/panel.html", order=10)
    def published_indicators(side: PublicSide) -> dict | None: ...

The function gives the template's context, from published records of that side's office only; None shows nothing. What it reads must
call `portal.site.public_cache.bust_public_cache` when it is published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.site.public_side import PublicSide

Context = Callable[[PublicSide], dict[str, Any] | None]


@dataclass(frozen=True)
class PublicPanel:
    """A part of the public home: its title, its template and where its content comes from."""

    title: str
    template: str
    context: Context
    order: int = 100


_panels: dict[str, PublicPanel] = {}


def public_panel(title: str, *, template: str, order: int = 100) -> Callable[[Context], Context]:
    """Declare a panel of the public home."""

    def declare(context: Context) -> Context:
        _panels[f"{context.__module__}.{context.__qualname__}"] = PublicPanel(title, template, context, order)
        return context

    return declare


def panels_to_show(side: PublicSide) -> list[dict[str, Any]]:
    """The panels of an office that have something to say, in order, each with its title, template and content."""
    panels = sorted(_panels.values(), key=lambda panel: panel.order)
    found = [(panel, panel.context(side)) for panel in panels]
    return [
        {"title": panel.title, "template": panel.template, "content": content}
        for panel, content in found
        if content is not None
    ]
