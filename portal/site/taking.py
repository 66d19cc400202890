"""Taking a step from a record's page: at once, or through a form that asks for the reason."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404

from portal.records.facts import Facts, Given, facts
from portal.records.forms import FactsForm
from portal.records.kinds import Day, Text
from portal.site.form_pages import FormPage
from portal.site.records import page_url, state_badge, visible_record
from portal.workflow.actions import take
from portal.workflow.flows import Step, flow_of


def facts_of(step: Step) -> Facts:
    """What a step asks for: since when, the reason, and what it is based on."""
    reason = (
        Given("note", Text(lines=True), label=f"{step.verb}的理由", required=True, most=2000, short="没有写理由，"
              f"请写明为什么{step.verb}，至少两个字。", help="会写进办理过程，看得到这条记录的人都能看到。")
        if step.needs_note else Given("note", Text(lines=True), label="说明", most=2000)
    )  # fmt: skip
    since = Given("on", Day(), label="自哪天起", help="空着按今天。")
    basis = Given("evidence", Text(), label="依据", required=True, most=500, help="文件名称、文号或记录编号。",
                  short="没有写依据，请写明文件名称、文号或记录编号。")  # fmt: skip
    return facts(None, *([since] if step.dated else []), reason, *([basis] if step.needs_evidence else []))


class TakeStep(FormPage):
    """One step of one record. What was typed stays when the step is refused."""

    template_name, invalid_status = "site/take.html", 400

    def find(self) -> Any:
        """The record, and the step of its life that is asked for."""
        model = _model(self.kwargs["label"])
        self.step = _step(model, self.kwargs["step"])
        return visible_record(model, self.kwargs["pk"], self.request.user)

    def get_facts(self) -> Facts:
        """What this step asks for."""
        return facts_of(self.step)

    @property
    def title(self) -> str:  # type: ignore[override]  # a word, as there
        """The step."""
        return self.step.verb

    def act(self, form: FactsForm) -> Any:
        """Take it; the day of a dated step is today unless given."""
        given = {name: value for name, value in form.read.items() if value}
        return type(self).action(self.record, self.step.name, by=self.request.user, **given)

    action = take

    def leads_to(self, result: Any) -> str:
        """Back to the record."""
        return page_url(self.record)

    def tell(self, result: Any) -> str:
        """What was done."""
        return f"已{self.step.verb}。"

    def get_context(self) -> dict[str, Any]:
        """The step and the state it starts from."""
        return {**super().get_context(), "step": self.step, "state": state_badge(self.record)}


def _model(label: str) -> type[models.Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if flow_of(model) is None:
        raise Http404
    return model


def _step(model: type[models.Model], name: str) -> Step:
    flow = flow_of(model)
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
