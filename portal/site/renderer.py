"""Forms as this house has them: what is typed is cleaned, and the commonest fields are written without templates.

A filter bar of six fields took a third of a list page's time. Only Django's own plain inputs and selects are written
here; every other widget keeps its template.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from portal.site.typed import CleanBoundField

Widget = dict[str, Any]


class WidgetRenderer(DjangoTemplates):
    """Django's form renderer, with the commonest widgets written directly; the markup is the same."""

    bound_field_class = CleanBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The markup of a widget or form."""
        write = DIRECT.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def input_field(widget: Widget) -> SafeString:
    """`<input>` as `django/forms/widgets/input.html` has it."""
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    name = escape(widget["name"])
    return mark_safe(f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget)}>')


def select_field(widget: Widget) -> SafeString:
    """`<select>` as `django/forms/widgets/select.html` has it."""
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return mark_safe(f'<select name="{escape(widget["name"])}"{_attributes(widget)}>{groups}\n</select>')


def _group(name: str | None, options: list[Widget]) -> str:
    written = "".join(map(_option, options))
    return f'\n  <optgroup label="{escape(name)}">{written}\n  </optgroup>' if name else written


def _option(option: Widget) -> str:
    value, label = escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attributes(option)}>{label}</option>'


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


DIRECT: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": select_field,
    **{
        f"django/forms/widgets/{kind}.html": input_field
        for kind in ("input", "text", "number", "email", "url", "password", "hidden", "date", "file")
    },
}
