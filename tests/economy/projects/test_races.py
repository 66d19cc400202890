"""Projects and proposals to set them back, raced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from economy.contracts.actions import record_contract
from economy.funds.actions import record_funds
from economy.progress.actions import record_progress
from economy.projects.actions.register import change_project
from economy.projects.actions.stages import advance_project, propose_reversal, resume_project
from economy.projects.models import ProjectStage
from economy.visits.actions import record_visit
from portal.figures.periods import Period
from tests.economy.conftest import make_document
from tests.races import Races

JUNE = Period(2017, 6, cumulative=True)


class TestProject(Races):
    model = "economy.Project"
    acts = {
        "change_project": lambda project, by: change_project(project, {"note": "改过的备注"}, by=by),
        "change_project public": lambda project, by: change_project(project, {"is_public": True, "name": "新名"}, by=by),
        "advance_project": lambda project, by: advance_project(
            project, ProjectStage.SIGNED, on="2026-11", document=make_document(project.area), by=by
        ),
        "resume_project": lambda project, by: resume_project(project, by=by, note="继续办理"),
        "propose_reversal": lambda project, by: propose_reversal(
            project, ProjectStage.LEAD, reason="登记有误", by=by
        ),
        "record_funds": lambda project, by: record_funds(
            project, amount=Decimal(1), received_on=JUNE.starts_on, source_region_code="110105", receipt_no="JZ-1", by=by
        ),
        "record_contract": lambda project, by: record_contract(
            project, type="formal", signed_on="2017.6", amount=Decimal(5), by=by
        ),
        "record_visit": lambda project, by: record_visit(
            project, visited_on=date(2018, 3, 20), need="希望协调消防验收时间", by=by
        ),
        "record_progress": lambda project, by: record_progress(
            project, period=JUNE, completed=Decimal(100), by=by, confirmed=True
        ),
    }  # fmt: skip

    @pytest.fixture
    def record(self, project, regions):
        """A lead, and the paper that shows it further on."""
        make_document(project.area)
        return project


class TestReversal(Races):
    model = "economy.StageReversal"
    before = {
        "advance the project": lambda reversal, by: advance_project(
            reversal.project, ProjectStage.LANDED, on="2026-11", document=make_document(reversal.area), by=by
        ),
        "sign a contract": lambda reversal, by: record_contract(
            reversal.project, type="formal", signed_on="2017.6", amount=Decimal(5), by=by
        ),
    }  # fmt: skip

    @pytest.fixture
    def record(self, project, economy_clerk):
        """A signed project, proposed to be a lead again."""
        advance_project(
            project, ProjectStage.SIGNED, on="2017.6", document=make_document(project.area), by=economy_clerk
        )
        return propose_reversal(project, ProjectStage.LEAD, reason="登记有误", by=economy_clerk)
