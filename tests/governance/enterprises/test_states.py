"""What becomes of an enterprise: every step since a day, on stated grounds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.enterprises.models import Enterprise
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.workflow.actions import steps_open_to, take
from portal.workflow.models import Move

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)


def test_a_step_is_in_effect_since_the_day_given(enterprise, economy_clerk):
    take(enterprise, "suspend", by=economy_clerk, on=DAY, note="采暖季停产")
    enterprise.refresh_from_db()

    assert (enterprise.state, enterprise.state_on) == ("suspended", DAY)
    assert Move.objects.of(enterprise).get().on == DAY


def test_without_a_day_it_is_today(enterprise, economy_clerk):
    take(enterprise, "suspend", by=economy_clerk, note="停业整顿")

    assert enterprise.state_on == timezone.localdate()


def test_a_day_to_come_or_before_the_present_state_is_refused(enterprise, economy_clerk):
    with pytest.raises(InvalidInput, match="还没有到"):
        take(
            enterprise, "suspend", by=economy_clerk, on=timezone.localdate() + timedelta(days=1), note="停业"
        )
    take(enterprise, "suspend", by=economy_clerk, on=DAY, note="停业")
    with pytest.raises(InvalidInput, match="早于现在这个状态的起始日期 2018-03-01"):
        take(enterprise, "resume", by=economy_clerk, on=DAY - timedelta(days=1), note="复工")


def test_away_and_back_again(enterprise, economy_clerk):
    for step, day in (("relocate", 1), ("return", 2), ("suspend", 3), ("resume", 4), ("close", 5)):
        take(enterprise, step, by=economy_clerk, on=date(2018, 3, day), note="按通知书")
    enterprise.refresh_from_db()

    assert (enterprise.state, enterprise.state_on) == ("closed", date(2018, 3, 5))
    assert not Enterprise.objects.in_the_area().exists()


def test_deregistering_needs_evidence_and_is_final(enterprise, economy_clerk):
    with pytest.raises(InvalidInput, match="依据"):
        take(enterprise, "deregister", by=economy_clerk, note="已注销")
    take(enterprise, "deregister", by=economy_clerk, note="已注销", evidence="准予注销登记通知书")

    assert [step.name for step in steps_open_to(economy_clerk, enterprise)] == []
    with pytest.raises(WrongState):
        take(enterprise, "resume", by=economy_clerk, note="恢复")


def test_a_chief_voids_what_another_entered(enterprise, economy_clerk, section_chief):
    with pytest.raises(NotPermitted):
        take(enterprise, "void", by=economy_clerk, note="登记错了")
    take(enterprise, "void", by=section_chief, note="登记错了")

    assert not Enterprise.objects.registered().exists()


@pytest.mark.parametrize(
    ("cast", "refusal"), [("outsider", NotVisible), ("nobody", NotVisible), ("auditor", NotPermitted)]
)
def test_who_may_not(request, enterprise, cast, refusal):
    with pytest.raises(refusal):
        take(enterprise, "suspend", by=request.getfixturevalue(cast), note="停业")
