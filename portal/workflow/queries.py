"""What waits for a user: records in a state from which one of the user's main steps leads on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.workflow.flows import Flow, Step, all_flows

if TYPE_CHECKING:
    from portal.accounts.models import User

SHOWN = 8
COUNT_CAP = 99


@dataclass(frozen=True)
class Waiting:
    """The records of one flow that wait for somebody: the first of them, and how many (no further than 99)."""

    flow: Flow
    records: list[Any]
    count: int

    @property
    def title(self) -> str:
        """What these records are called."""
        return str(self.flow.model_class._meta.verbose_name)

    @property
    def count_label(self) -> str:
        """The number, as shown."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)


def waiting_for(user: User) -> list[Waiting]:
    """What waits for `user`, flow by flow, most urgent first: two queries a flow, whatever is there.

    Only main (`primary`) steps count: everything published could be corrected, but does not wait for it.
    """
    found = [_waiting(flow, user) for flow in all_flows()]
    return [waiting for waiting in found if waiting is not None]


def _waiting(flow: Flow, user: User) -> Waiting | None:
    steps = [step for step in flow.offered if step.primary and user.has_perm(step.permission)]
    if not steps:
        return None
    model: Any = flow.model_class
    rows = model._default_manager.visible_to(user).filter(_any(_takeable(flow, step, user) for step in steps))
    named = rows.select_related(*flow.named_with) if flow.named_with else rows
    records = list(_most_urgent_first(named)[:SHOWN])
    count = len(records) if len(records) < SHOWN else rows.values("pk")[: COUNT_CAP + 1].count()
    return Waiting(flow, records, count) if records else None


def _takeable(flow: Flow, step: Step, user: User) -> Q:
    model: Any = flow.model_class
    reach, scope = user.reach(step.permission), model.scope
    areas = reach.below | reach.above if scope.seen_from_below else reach.below
    mine = Q(**{f"{flow.field}__in": step.source, f"{scope.path}__in": sorted(areas)})
    for name in step.not_by:
        mine &= Q(**{f"{name}__isnull": True}) | ~Q(**{name: user.pk})
    return mine


def _any(conditions: Any) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole


def _most_urgent_first(rows: models.QuerySet) -> models.QuerySet:
    if "due_on" in {field.name for field in rows.model._meta.concrete_fields}:
        return rows.order_by("due_on", "pk")
    return rows.order_by("-pk")
