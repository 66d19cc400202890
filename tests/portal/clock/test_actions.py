"""The life of a deadline attached to a record (here: the clerk's own step in a record's timeline)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.clock.actions import extend, finish, pause, resume, set_rule, start_deadline
from portal.clock.deadlines import Light
from portal.clock.errors import CalendarUnavailable, NoSuchRule
from portal.clock.models import Deadline, DeadlineRule, Extension, Pause
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.workflow.models import Move
from tests.portal.clock.test_calendar_table import load_2027

pytestmark = pytest.mark.django_db


def make_rule(code="disclosure", length=20, unit="working_day", begins=date(2019, 5, 15), **fields):
    return DeadlineRule.objects.create(
        code=code, name="依申请公开答复", length=length, unit=unit, legal_basis="政府信息公开条例第三十三条",
        effective_from=begins, **fields,
    )  # fmt: skip


@pytest.fixture
def record(community, community_clerk):
    return Move.objects.create(
        model="sample", object_id=1, area=community, step="a", verb="登记", by=community_clerk
    )


@pytest.fixture
def deadline(record, community_clerk):
    make_rule(extension_cap=20)
    return start_deadline(record, "disclosure", start=date(2026, 9, 18), by=community_clerk)


def test_start_counts_and_takes_the_area_of_the_record(deadline, record, community_clerk):
    assert (deadline.strict_on, deadline.due_on) == (date(2026, 10, 22), date(2026, 10, 22))
    assert deadline.area == record.area
    assert deadline.created_by == community_clerk
    assert list(Deadline.objects.of(record)) == [deadline]


def test_start_picks_the_rule_of_the_day_of_the_data(record, community_clerk):
    make_rule(length=15, begins=date(2008, 5, 1), effective_to=date(2019, 5, 14))
    make_rule()
    old = start_deadline(record, "disclosure", start=date(2019, 5, 14), by=community_clerk)
    assert old.rule.length == 15


def test_start_refuses_a_day_without_a_rule(record, community_clerk):
    make_rule()
    with pytest.raises(NoSuchRule):
        start_deadline(record, "disclosure", start=date(2018, 1, 1), by=community_clerk)


def test_start_refuses_a_second_of_the_same(deadline, record, community_clerk):
    with pytest.raises(WrongState):
        start_deadline(record, "disclosure", start=date(2026, 9, 21), by=community_clerk)


def test_start_refuses_an_unloaded_year_and_writes_nothing(record, community_clerk):
    make_rule()
    with pytest.raises(CalendarUnavailable):
        start_deadline(record, "disclosure", start=date(2026, 12, 21), by=community_clerk)
    assert not Deadline.objects.exists()


def test_pause_and_resume_move_the_due_day(deadline, community_clerk):
    pause(deadline, on=date(2026, 9, 24), reason="征求第三方意见", by=community_clerk)
    assert deadline.is_paused
    resume(deadline, on=date(2026, 10, 12), by=community_clerk)
    deadline.refresh_from_db()
    assert not deadline.is_paused
    assert deadline.due_on == date(2026, 11, 2)


def test_a_second_pause_adds_to_the_first(deadline, community_clerk):
    for began, ended in [(date(2026, 9, 24), date(2026, 10, 12)), (date(2026, 10, 12), date(2026, 10, 16))]:
        pause(deadline, on=began, reason="补正", by=community_clerk)
        resume(deadline, on=ended, by=community_clerk)
    assert deadline.due_on == date(2026, 11, 6)


def test_pause_refuses_twice_before_the_start_and_without_reason(deadline, community_clerk):
    for on, reason in [(date(2026, 9, 17), "征求意见"), (date(2026, 9, 24), " ")]:
        with pytest.raises(InvalidInput):
            pause(deadline, on=on, reason=reason, by=community_clerk)
    pause(deadline, on=date(2026, 9, 24), reason="征求意见", by=community_clerk)
    with pytest.raises(WrongState):
        pause(deadline, on=date(2026, 9, 25), reason="征求意见", by=community_clerk)
    assert Pause.objects.count() == 1


def test_resume_refuses_when_running_and_before_the_pause(deadline, community_clerk):
    with pytest.raises(WrongState):
        resume(deadline, on=date(2026, 9, 24), by=community_clerk)
    pause(deadline, on=date(2026, 9, 24), reason="征求意见", by=community_clerk)
    with pytest.raises(InvalidInput):
        resume(deadline, on=date(2026, 9, 23), by=community_clerk)


def test_extensions_stay_within_the_cap(deadline, community_clerk):
    extend(deadline, length=15, reason="情况复杂", by=community_clerk)
    assert deadline.due_on == date(2026, 11, 12)
    with pytest.raises(InvalidInput, match="还可以延长 5个工作日"):
        extend(deadline, length=6, reason="情况复杂", by=community_clerk)
    extend(deadline, length=5, reason="情况复杂", by=community_clerk)
    assert deadline.due_on == date(2026, 11, 19)
    assert Extension.objects.count() == 2


def test_extend_refuses_where_the_rule_allows_none(record, community_clerk):
    make_rule()
    started = start_deadline(record, "disclosure", start=date(2026, 9, 18), by=community_clerk)
    with pytest.raises(InvalidInput):
        extend(started, length=1, reason="情况复杂", by=community_clerk)


def test_a_finished_deadline_takes_no_more(deadline, community_clerk):
    finish(deadline, on=date(2026, 10, 26), by=community_clerk)
    assert deadline.overdue_days() == 4
    assert deadline.light() is None
    for act in (
        lambda: pause(deadline, on=date(2026, 10, 26), reason="征求意见", by=community_clerk),
        lambda: extend(deadline, length=1, reason="情况复杂", by=community_clerk),
        lambda: finish(deadline, on=date(2026, 10, 26), by=community_clerk),
    ):
        with pytest.raises(WrongState):
            act()


def test_finishing_ends_an_open_pause(deadline, community_clerk):
    pause(deadline, on=date(2026, 9, 24), reason="征求意见", by=community_clerk)
    finish(deadline, on=date(2026, 9, 30), by=community_clerk)
    assert Pause.objects.get().ended_on == date(2026, 9, 30)
    assert not deadline.is_paused


def test_adjectives(deadline, community_clerk):
    running, on_due, after = Deadline.objects.running(), date(2026, 10, 22), date(2026, 10, 23)
    assert running.exists()
    assert not Deadline.objects.overdue(on_due).exists()
    assert list(Deadline.objects.overdue(after)) == [deadline]
    assert list(Deadline.objects.due_within(2, date(2026, 10, 20))) == [deadline]
    assert not Deadline.objects.due_within(2, date(2026, 10, 19)).exists()
    pause(deadline, on=date(2026, 9, 24), reason="征求意见", by=community_clerk)
    assert not Deadline.objects.overdue(after).exists()
    assert list(Deadline.objects.paused()) == [deadline]


def test_light(deadline):
    assert deadline.light(date(2026, 10, 1)) is Light.GREEN
    assert deadline.light(date(2026, 10, 23)) is Light.OVERDUE


def test_who_sees_it(deadline, community_clerk, street_leader, outsider, admin_user, nobody):
    for user in (community_clerk, street_leader):
        assert list(Deadline.objects.visible_to(user)) == [deadline]
    for user in (outsider, admin_user, nobody):
        assert not Deadline.objects.visible_to(user).exists()


def test_hours_are_judged_to_the_minute(record, community_clerk):
    make_rule("accident", 1, "hour")
    moment = datetime(2026, 9, 30, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    started = start_deadline(record, "accident", start=moment, by=community_clerk)
    assert started.due_on == date(2026, 10, 1)
    assert started.due_at == datetime(2026, 10, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(datetime(2026, 10, 1, 0, 31, tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert list(Deadline.objects.overdue()) == [started]
        assert started.light() is Light.OVERDUE
    with pytest.raises(WrongState):
        pause(started, on=date(2026, 10, 1), reason="征求意见", by=community_clerk)


def test_loading_a_year_counts_running_deadlines_afresh(record, community_clerk, admin_user):
    make_rule(length=8)
    started = start_deadline(record, "disclosure", start=date(2026, 12, 21), by=community_clerk)
    assert started.due_on == date(2026, 12, 31)
    load_2027(admin_user)
    started.refresh_from_db()
    assert started.due_on == date(2026, 12, 30), "the 27th is now worked"


def test_versions_of_a_rule_may_not_overlap():
    make_rule()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_rule(begins=date(2025, 1, 1))
    with pytest.raises(ValidationError, match="不能重叠"):
        DeadlineRule(
            code="disclosure",
            name="x",
            length=1,
            unit="hour",
            legal_basis="x",
            effective_from=date(2026, 1, 1),
        ).full_clean()
    make_rule("another", begins=date(2025, 1, 1))


def test_a_new_version_ends_the_one_before(admin_user):
    make_rule()
    fields = {"code": "disclosure", "name": "依申请公开答复", "unit": "working_day", "legal_basis": "新条例"}
    set_rule(**fields, length=10, effective_from=date(2027, 1, 1), by=admin_user)
    assert DeadlineRule.objects.in_force("disclosure", date(2026, 12, 31)).length == 20
    assert DeadlineRule.objects.in_force("disclosure", date(2027, 1, 1)).length == 10
    with pytest.raises(InvalidInput):
        set_rule(**fields, length=9, effective_from=date(2027, 1, 1), by=admin_user)


def test_only_the_system_administrator_sets_rules(street_leader):
    with pytest.raises(NotPermitted):
        set_rule(code="x", name="x", length=1, unit="hour", legal_basis="x", effective_from=date(2026, 1, 1),
                 by=street_leader)  # fmt: skip
