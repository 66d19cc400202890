"""Taking a step from a record's page: at once, or through a form that asks for the reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput, WrongState
from portal.records.kinds import PickedDate
from portal.site.records import page_url, state_badge, visible_record
from portal.workflow.actions import take
from portal.workflow.flows import Step, flow_of


class StepForm(forms.Form):
    """What a step asks for: since when, the reason, and what it is based on."""

    on = forms.DateField(
        label="自哪天起", required=False, widget=PickedDate, help_text="空着按今天。",
        error_messages={"invalid": "日期应形如 2018-03-01。"},
    )  # fmt: skip
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = forms.CharField(
        label="依据",
        required=False,
        max_length=500,
        help_text="文件名称、文号或记录编号。",
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not step.dated:
            del self.fields["on"]
        if step.needs_note:
            self.fields["note"].label = f"{step.verb}的理由"
            self.fields["note"].error_messages["required"] = (
                f"没有写理由，请写明为什么{step.verb}，至少两个字。"
            )
            self.fields["note"].help_text = "会写进办理过程，看得到这条记录的人都能看到。"
        self.fields["note"].required = step.needs_note
        if step.needs_evidence:
            self.fields["evidence"].required = True
            self.fields["evidence"].error_messages["required"] = (
                "没有写依据，请写明文件名称、文号或记录编号。"
            )
        else:
            del self.fields["evidence"]


class TakeStep(View):
    """One step of one record. What was typed stays when the step is refused."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.record = visible_record(_model(kwargs["label"]), kwargs["pk"], request.user)
        self.step = _step(self.record, kwargs["step"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self._form(StepForm(step=self.step))

    def post(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """Take the step and go back to the record."""
        form = StepForm(request.POST, step=self.step)
        if not form.is_valid():
            return self._form(form, status=400)
        try:
            take(self.record, self.step.name, by=request.user, note=form.cleaned_data["note"],
                 evidence=form.cleaned_data.get("evidence") or None, on=form.cleaned_data.get("on"))  # fmt: skip
        except (InvalidInput, WrongState) as refusal:
            return self._form(form, refusal=refusal, status=refusal.status)
        messages.success(request, f"已{self.step.verb}。")
        return HttpResponseRedirect(page_url(self.record))

    def _form(self, form: StepForm, *, refusal: Any = None, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "record": self.record, "step": self.step, "refusal": refusal,
            "state": state_badge(self.record), "back_url": page_url(self.record),
        }  # fmt: skip
        return render(self.request, "site/take.html", context, status=status)


def _model(label: str) -> type[models.Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if flow_of(model) is None:
        raise Http404
    return model


def _step(record: models.Model, name: str) -> Step:
    flow = flow_of(record)
    step = (
        next(
            (step for step in flow.offered if step.name == name),
            None,
        )
        if flow
        else None
    )
    if step is None:
        raise Http404
    return step
