"""A life cycle has no dead ends and no locked doors, and is what the document people read says."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from portal.accounts.roles import roles_with
from portal.workflow.flows import Flow, all_flows

FLOWS = pytest.mark.parametrize("flow", all_flows(), ids=lambda flow: flow.model)


def test_the_document_is_what_the_code_says():
    call_command("write_flows", "--check")


@FLOWS
def test_every_state_of_the_model_is_reached(flow: Flow):
    reached, waiting = set(), [flow.initial]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting += [step.target for step in flow.from_state(state) if step.target not in reached]
    choices = {value for value, _ in flow.model_class._meta.get_field(flow.field).flatchoices}
    assert reached == choices == set(flow.states())


@FLOWS
def test_a_state_is_an_end_or_leads_to_another(flow: Flow):
    left = {state: {step.target for step in flow.from_state(state)} - {state} for state in flow.states()}
    ends = {state for state in flow.states() if not flow.from_state(state)}
    assert {state for state, targets in left.items() if not targets} == ends != set()


@FLOWS
def test_a_step_is_named_once(flow: Flow):
    names = [step.name for step in flow.steps]
    assert sorted(set(names)) == sorted(names)


@FLOWS
def test_every_step_is_somebodys(flow: Flow):
    assert [step.name for step in flow.steps if not roles_with(step.permission)] == []


@FLOWS
def test_every_word_is_chinese(flow: Flow):
    words = [*(step.verb for step in flow.steps), *map(flow.label, flow.states())]
    assert [word for word in words if not re.fullmatch(r"[\u4e00-\u9fff]+", word)] == []


@FLOWS
def test_who_may_not_take_a_step_is_a_user_of_the_record(flow: Flow):
    names = {name for step in flow.steps for name in step.not_by}
    related = {name: flow.model_class._meta.get_field(name).related_model for name in names}
    assert {model._meta.label for model in related.values()} <= {"accounts.User"}
