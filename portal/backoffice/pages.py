"""Acts with a form of their own: one page, one action, one sentence afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from portal.errors import NotPermitted, Refusal

WIDGETS: dict[Any, Any] = {
    forms.DateInput: UnfoldAdminSingleDateWidget,
    forms.Textarea: UnfoldAdminTextareaWidget,
    forms.Select: UnfoldAdminSelectWidget,
    forms.ClearableFileInput: UnfoldAdminFileFieldWidget,
    forms.TextInput: UnfoldAdminTextInputWidget,
}


class ActForm(forms.Form):
    """A form that looks like the others of the back office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = WIDGETS.get(type(field.widget))
            if kind is not None:
                widget = kind(attrs=field.widget.attrs)
                widget.is_required, widget.choices = field.required, getattr(field, "choices", ())
                field.widget = widget


def act_page(
    request: HttpRequest, model_admin: ModelAdmin, *, form: type[ActForm], title: str, submit: str, back: str,
    act: Callable[[dict[str, Any]], str | tuple[str, str]], explain: str = "", initial: dict[str, Any] | None = None,
    facts: list[tuple[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show `form`; when it is sent, call `act` with what was given and go `back` saying what `act` returned,
    or to the address it returned beside the sentence.

    A refusal is shown on the page and nothing typed is lost; one for lack of permission is a 403.
    """
    filled = form(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and filled.is_valid():
        try:
            done = act(filled.cleaned_data)
            message, place = done if isinstance(done, tuple) else (done, back)
            messages.success(request, message)
            return HttpResponseRedirect(place)
        except NotPermitted:
            raise
        except Refusal as refusal:
            filled.add_error(None, refusal.message)
    context = {
        **model_admin.admin_site.each_context(request), "title": title, "form": filled,
        "submit": submit, "back": back, "explain": explain, "facts": facts or [],
        "media": model_admin.media + filled.media,
    }  # fmt: skip
    return TemplateResponse(request, "backoffice/act.html", context)
