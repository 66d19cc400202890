"""How a state looks: a colour, an icon and its word, always together."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.site.icons import icon

_looks: dict[str, tuple[str, str]] = {
    "draft": ("", "pencil"),
    "open": ("blue", "circle"),
    "assigned": ("blue", "person-circle"),
    "submitted": ("amber", "hourglass-split"),
    "returned": ("red", "arrow-counterclockwise"),
    "approved": ("blue", "check2"),
    "published": ("green", "check-circle"),
    "completed": ("green", "check-circle"),
    "accepted": ("green", "check-circle"),
    "locked": ("", "lock"),
    "closed": ("", "lock"),
    "superseded": ("", "archive"),
    "voided": ("", "slash-circle"),
    "rejected": ("red", "slash-circle"),
    "queued": ("amber", "hourglass-split"),
    "uploaded": ("amber", "hourglass-split"),
    "checking": ("blue", "hourglass-split"),
    "checked": ("amber", "clipboard-check"),
    "confirmed": ("green", "check-circle"),
    "cancelled": ("", "slash-circle"),
    "running": ("blue", "hourglass-split"),
    "done": ("green", "check-circle"),
    "failed": ("red", "exclamation-circle"),
    "expired": ("", "clock-history"),
}


def look(state: str, *, tone: str, icon: str) -> None:
    """Say how a state the kernel does not know looks: tone is blue, green, amber, red or empty."""
    _looks[state] = (tone, icon)


def badge(state: str, label: str) -> SafeString:
    """The badge of a state with its Chinese word."""
    tone, name = _looks.get(state, ("", "circle"))
    return format_html(
        '<span class="badge{}">{}{}</span>',
        f" badge-{tone}" if tone else "",
        icon(name),
        label,
    )


def badges_of(field: Any) -> dict[str, SafeString]:
    """The badges of every choice of a model field."""
    return {value: badge(value, label) for value, label in field.flatchoices}
