"""Deadlines raced: two who pause, extend or finish one do not undo each other."""

from __future__ import annotations

from datetime import date

import pytest

from portal.clock.actions import extend, finish, pause, resume, start_deadline
from portal.workflow.models import Move
from tests.portal.clock.test_actions import make_rule
from tests.races import Races


class TestDeadline(Races):
    model = "clock.Deadline"
    acts = {
        "pause": lambda deadline, by: pause(deadline, on=date(2026, 9, 24), reason="征求意见", by=by),
        "resume": lambda deadline, by: resume(deadline, on=date(2026, 10, 12), by=by),
        "extend": lambda deadline, by: extend(deadline, length=15, reason="情况复杂", by=by),
        "finish": lambda deadline, by: finish(deadline, on=date(2026, 10, 26), by=by),
    }

    @pytest.fixture
    def record(self, community, community_clerk):
        """A deadline that runs and may be extended once."""
        make_rule(extension_cap=20)
        move = Move.objects.create(
            model="sample", object_id=1, area=community, step="a", verb="登记", by=community_clerk
        )
        return start_deadline(move, "disclosure", start=date(2026, 9, 18), by=community_clerk)
