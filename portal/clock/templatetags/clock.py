"""Days as the office writes them in tables."""

from __future__ import annotations

from datetime import date

from django import template

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """2026-10-10（周六）."""
    return f"{day.isoformat()}（周{'一二三四五六日'[day.weekday()]}）"
