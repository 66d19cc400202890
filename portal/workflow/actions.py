"""Taking a step: checks permission, state and what must be given; moves; records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.scoping import area_of
from portal.workflow.flows import Flow, Step, barred_sentence, flow_of
from portal.workflow.models import Move
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User


@writing()
def take(
    record: models.Model, name: str, *, by: User, note: str = "", evidence: Any = None,
    on: date | None = None, **changes: Any,
) -> Move:  # fmt: skip
    """Move `record` by the step `name` and record it in its timeline.

    `changes` are fields set together with the state; `on` is the day a dated step takes effect. Refuses: not
    visible (404), not permitted or barred by the two-person rule (403), wrong state (409), missing note or
    evidence, a day to come or before the present state began (400). `record` is read again under a lock before
    any of this is judged, so of two concurrent steps the second sees all that the first left.
    """
    flow = flow_of(record)
    if flow is None:
        raise KeyError(f"{record._meta.label} has no life cycle")
    step = flow.step(name)
    locked(record, by=by)
    _check_permission(record, step, by)
    _check_state(record, flow, step)
    _check_given(step, note, evidence)
    day = _day(record, step, on)
    if step.check is not None:
        step.check(record)
    move = _move(record, flow, step, by, note.strip(), evidence, changes, day)
    if step.effect is not None:
        step.effect(record, by)
    return move


def steps_open_to(user: User, record: models.Model) -> list[Step]:
    """The steps `user` can take now: what the buttons of a record page are made of."""
    flow = flow_of(record)
    if flow is None:
        return []
    return [
        step for step in flow.from_state(getattr(record, flow.field))
        if not step.automatic and user.has_perm(step.permission, record) and not _barred(record, step, user)
    ]  # fmt: skip


def _check_permission(record: models.Model, step: Step, by: User) -> None:
    if not by.has_perm(step.permission, record):
        raise NotPermitted(f"您的岗位不能对这条记录“{step.verb}”。")
    if barred_as := _barred(record, step, by):
        raise NotPermitted(barred_sentence(type(record), barred_as, step.verb))


def _barred(record: models.Model, step: Step, by: User) -> str:
    """The field in which `by` stands and may not; empty when he may take the step."""
    return next((name for name in step.not_by if getattr(record, f"{name}_id") == by.pk), "")


def _check_state(record: models.Model, flow: Flow, step: Step) -> None:
    state = getattr(record, flow.field)
    if state not in step.source:
        allowed = "、".join(flow.label(name) for name in step.source)
        raise WrongState(f"这条记录现在是“{flow.label(state)}”，只有“{allowed}”时才能“{step.verb}”。")


def _check_given(step: Step, note: str, evidence: Any) -> None:
    if step.needs_note and len(note.strip()) < 2:
        raise InvalidInput(
            f"“{step.verb}”要写明理由。",
            [{"field": "note", "message": "没有写理由", "cure": "请写明理由，至少两个字"}],
        )
    if step.needs_evidence and not evidence:
        raise InvalidInput(
            f"“{step.verb}”要附上依据。",
            [{"field": "evidence", "message": "没有依据", "cure": "请上传或写明依据"}],
        )


def _day(record: models.Model, step: Step, on: date | None) -> date | None:
    """Since when the step is in effect; None for steps that are not dated."""
    if not step.dated:
        return None
    day = on or timezone.localdate()
    since = getattr(record, step.dated)
    if day > timezone.localdate():
        raise _wrong_day(f"{day:%Y-%m-%d} 还没有到。", "请填今天或以前的日期")
    if since is not None and day < since:
        raise _wrong_day(f"{day:%Y-%m-%d} 早于现在这个状态的起始日期 {since:%Y-%m-%d}。", "请核对日期")
    return day


def _wrong_day(message: str, cure: str) -> InvalidInput:
    return InvalidInput(message, [{"field": "on", "message": message.rstrip("。"), "cure": cure}])


def _move(record: models.Model, flow: Flow, step: Step, by: User, note: str, evidence: Any, changes: dict,
          day: date | None) -> Move:  # fmt: skip
    source = getattr(record, flow.field)
    stamps = {step.dated: day, step.taker: by, step.moment: timezone.now()}
    for name, value in {**changes, **stamps, flow.field: step.target}.items():
        if name:
            setattr(record, name, value)
    saved(record)
    return Move.objects.create(
        model=record._meta.label_lower, object_id=record.pk, area_id=area_of(record),
        step=step.name, verb=step.verb, source=source, target=step.target, by=by, note=note, evidence=evidence,
        on=day,
    )  # fmt: skip
