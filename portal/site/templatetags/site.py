"""Tags of the page shell and its components."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from portal.site import icons, states
from portal.site.explaining import explain_url
from portal.site.records import question_about

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(states.badge, name="badge")


@register.simple_tag
def greeting() -> str:
    """The greeting of the hour."""
    hour = timezone.localtime().hour
    return "早上好" if 5 <= hour < 11 else "中午好" if hour < 13 else "下午好" if hour < 18 else "晚上好"


@register.simple_tag(takes_context=True)
def public_url(context: template.Context, name: str, **kwargs: Any) -> str:
    """The public page `name` of the office whose page this is: `{% public_url "site:home" %}`."""
    side = context["shell"].side
    return side.url(name, **kwargs) if side else reverse(name, kwargs=kwargs)


@register.inclusion_tag("components/explain.html")
def explain(kind: str, **params: Any) -> dict[str, str]:
    """“怎么算的” beside a figure: `{% explain "yoy" current=report.cum_value base=report.base_value %}`."""
    return {"url": explain_url(kind, params), "question": question_about(kind)}
