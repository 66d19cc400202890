"""Visits: entered on the project's page, by API and from a ledger; never twice, never for a day to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from economy.projects.models import Project, ProjectStage
from economy.visits.actions import record_visit
from economy.visits.models import ProjectVisit
from portal.errors import InvalidInput, NotPermitted, WrongState

FACTS = {"visited_on": date(2018, 3, 20), "need": "希望协调消防验收时间"}


def test_a_visit_is_entered_on_the_projects_page(client, project, economy_clerk):
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    address = f"/desk/economy/projects/{project.pk}/visit/"
    client.get(address)
    answer = client.post(address, {"visited_on": "2018-03-20", "need": "希望协调消防验收时间"}, follow=True)
    assert "走访已登记。" in answer.content.decode()
    assert ProjectVisit.objects.get().visited_by == economy_clerk
    assert "希望协调消防验收时间" in client.get(project.get_absolute_url()).content.decode()


def test_a_day_to_come_is_refused(project, economy_clerk):
    with pytest.raises(InvalidInput, match="还没有到"):
        record_visit(
            project, visited_on=timezone.localdate() + timedelta(days=1), need="无", by=economy_clerk
        )


def test_the_same_visit_stands_once(project, economy_clerk):
    record_visit(project, **FACTS, by=economy_clerk)
    with pytest.raises(InvalidInput, match="这次走访已经登记过"):
        record_visit(project, **FACTS, by=economy_clerk)
    assert ProjectVisit.objects.count() == 1


def test_what_is_settled_was_visited_before(project, economy_clerk):
    with pytest.raises(InvalidInput, match="办结日期不能早于走访日期"):
        record_visit(project, **FACTS, settled_on=date(2018, 3, 19), by=economy_clerk)
    visit = record_visit(project, **FACTS, settled_on=date(2018, 3, 20), by=economy_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectVisit.objects.filter(pk=visit.pk).update(settled_on=date(2018, 3, 1))


def test_a_void_project_is_not_visited(project, economy_clerk):
    Project.objects.filter(pk=project.pk).update(stage=ProjectStage.VOIDED)
    with pytest.raises(WrongState, match="已作废"):
        record_visit(project, **FACTS, by=economy_clerk)


def test_others_may_not(project, auditor):
    with pytest.raises(NotPermitted):
        record_visit(project, **FACTS, by=auditor)


def test_neighbours_see_none(client, project, economy_clerk, outsider):
    visit = record_visit(project, **FACTS, by=economy_clerk)
    client.force_login(outsider, backend="portal.accounts.backends.PostBackend")
    assert client.get(visit.get_absolute_url()).status_code == 404
