"""How a project moves: forward with a day and a document, aside with a reason, back only by two people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from economy.projects.actions.register import register_project
from economy.projects.actions.stages import advance_project, propose_reversal, resume_project
from economy.projects.models import Project, ProjectStage, StageReversal
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.workflow.actions import take
from portal.workflow.models import Move

pytestmark = pytest.mark.django_db


@pytest.fixture
def forward(project, paper, economy_clerk):
    def to(stage, on="2017-06-01", **more):
        advance_project(
            project, ProjectStage(stage), on=on, **{"document": paper, "by": economy_clerk, **more}
        )
        project.refresh_from_db()

    return to


@pytest.mark.parametrize(
    ("written", "day", "precision", "month"),
    [
        ("2017.6", date(2017, 6, 1), "month", "2017-06"),
        ("2017年", date(2017, 1, 1), "year", "2017-12"),
        ("２０１７－０６－１５", date(2017, 6, 15), "day", "2017-06"),
    ],
)
def test_a_day_is_kept_as_far_as_it_is_known(project, forward, written, day, precision, month):
    forward("signed", on=written)
    mark = project.milestones.get()

    assert (project.stage, project.stage_on, project.reached) == ("signed", day, 3)
    assert (mark.stage, mark.on, mark.precision, mark.text) == ("signed", day, precision, project.stage_text)
    assert (project.signed_on, project.signed_month) == (day, month)


def test_several_stages_may_be_passed_at_once_and_each_move_keeps_its_day(project, forward, paper):
    forward("negotiation", on="2017.3")
    forward("started", on="2017年")

    assert [(mark.stage, mark.text) for mark in project.milestones.order_by("id")] == [
        ("negotiation", "2017.3"), ("started", "2017年"),
    ]  # fmt: skip
    assert [move.evidence for move in Move.objects.of(project)] == [
        "证明文件（2017.3）",
        "证明文件（2017年）",
    ]


def test_a_step_needs_its_day_and_its_document(project, forward):
    for on, document, told in (
        ("", 1, "没有写日期"),
        ("2017.13", 1, "月份只能是 1–12"),
        ("2017.6", 0, "依据"),
    ):
        with pytest.raises(InvalidInput, match=told):
            forward("signed", on=on, **({} if document else {"document": None}))
    assert project.milestones.count() == 0


def test_a_day_to_come_or_before_the_present_stage_is_refused(forward):
    forward("signed", on="2017.6")
    with pytest.raises(InvalidInput, match=r"早于现阶段的起始时间 2017\.6"):
        forward("landed", on="2017.5")
    with pytest.raises(InvalidInput, match="还没有到"):
        forward("landed", on=f"{timezone.localdate() + timedelta(days=1)}")


def test_backward_is_no_forward_step(forward):
    forward("started")
    with pytest.raises(WrongState, match="退回申请"):
        forward("signed")
    with pytest.raises(WrongState):
        forward("started")


def test_a_suspended_project_is_resumed_where_it_was(project, forward, economy_clerk):
    forward("landed")
    take(project, "suspend", by=economy_clerk, note="等规划调整", on=date(2017, 8, 1))
    assert (project.stage, project.reached, project.stage_text) == ("suspended", 4, "2017-08-01")

    resume_project(project, by=economy_clerk, note="规划已批", on="2017.9")
    project.refresh_from_db()
    assert (project.stage, project.stage_text) == ("landed", "2017.9")


def test_going_back_needs_a_reason_and_another_person(project, forward, economy_clerk, section_chief):
    forward("landed", on="2017.5")
    forward("started", on="2017.6")
    with pytest.raises(InvalidInput, match="没有写理由"):
        propose_reversal(project, ProjectStage.LANDED, reason=" ", by=economy_clerk)
    proposal = propose_reversal(project, ProjectStage.LANDED, reason="开工证明有误", by=economy_clerk)
    project.refresh_from_db()
    assert project.stage == "started"

    with pytest.raises(NotPermitted):
        take(proposal, "confirm", by=economy_clerk)
    take(proposal, "confirm", by=section_chief)
    project.refresh_from_db()
    assert (project.stage, project.reached, project.stage_text) == ("landed", 4, "2017.5")
    assert proposal.decided_by == section_chief


def test_a_chief_does_not_confirm_what_he_proposed_himself(project, forward, street, section_chief):
    from portal.accounts.actions import place

    place(section_chief, role="economy_clerk", area=street)
    section_chief.forget_posts()
    forward("started")
    proposal = propose_reversal(project, ProjectStage.LEAD, reason="登记错了", by=section_chief)

    with pytest.raises(NotPermitted, match="另一位"):
        take(proposal, "confirm", by=section_chief)


def test_a_proposal_that_time_overtook_is_not_carried_out(project, forward, economy_clerk, section_chief):
    forward("landed", on="2017.5")
    proposal = propose_reversal(project, ProjectStage.NEGOTIATION, reason="未取得土地", by=economy_clerk)
    forward("started", on="2017.6")

    with pytest.raises(WrongState, match="与申请时不同"):
        take(proposal, "confirm", by=section_chief)
    assert StageReversal.objects.get().state == "proposed"


def test_one_proposal_at_a_time(project, forward, economy_clerk):
    forward("started")
    propose_reversal(project, ProjectStage.LEAD, reason="登记错了", by=economy_clerk)
    with pytest.raises(WrongState, match="已有一份"):
        propose_reversal(project, ProjectStage.SIGNED, reason="登记错了", by=economy_clerk)
    with pytest.raises(InvalidInput, match="不在现阶段"):
        propose_reversal(project, ProjectStage.ACCEPTED, reason="登记错了", by=economy_clerk)


def test_setting_back_before_the_signing_takes_it_out_of_the_year(
    project, forward, economy_clerk, section_chief
):
    forward("signed", on="2017.6")
    assert Project.objects.signed_in(2017).count() == 1
    proposal = propose_reversal(project, ProjectStage.NEGOTIATION, reason="协议未生效", by=economy_clerk)
    take(proposal, "confirm", by=section_chief)

    assert Project.objects.signed_in(2017).count() == 0


@pytest.mark.parametrize(
    ("cast", "refusal"), [("outsider", NotVisible), ("nobody", NotVisible), ("auditor", NotPermitted)]
)
def test_who_may_not(request, forward, cast, refusal):
    with pytest.raises(refusal):
        forward("signed", by=request.getfixturevalue(cast))


def test_a_ledger_of_years_past_registers_a_project_that_is_under_way(community, economy_clerk):
    made = register_project(
        {"name": "在建项目"}, area=community, by=economy_clerk, stage=ProjectStage.STARTED
    )

    assert (made.stage, made.reached, made.stage_on) == ("started", 5, None)
    assert made.milestones.get().note == "登记时已到这个阶段"
