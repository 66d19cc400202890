"""The register of projects: once by name and code, persons of the place, contracts of a kind, progress by month."""

from __future__ import annotations

from decimal import Decimal

import pytest

from economy.contracts.actions import record_contract
from economy.progress.actions import record_progress
from economy.projects.actions.register import change_project, register_project
from economy.projects.actions.stages import advance_project
from economy.projects.models import Project, ProjectStage
from economy.projects.questions import Questioned
from portal.accounts.actions import place
from portal.errors import InvalidInput, NotPermitted
from portal.figures.periods import Period
from portal.workflow.actions import take

pytestmark = pytest.mark.django_db


def test_projects_are_numbered_within_their_office(project, community, economy_clerk):
    second = register_project({"name": "第二个项目"}, area=community, by=economy_clerk)

    assert [project.code[-5:], second.code[-5:]] == ["-0001", "-0002"]
    assert project.office == community.get_parent()


def test_a_name_stands_once_a_second_phase_is_its_own_project(project, community, economy_clerk):
    with pytest.raises(InvalidInput, match=r"已经登记过.*二期请另取名称"):
        register_project({"name": "样例飞船项目"}, area=community, by=economy_clerk)
    second = register_project(
        {"name": "样例飞船二期项目", "parent": project}, area=community, by=economy_clerk
    )

    assert list(project.phases.all()) == [second]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("2017-410106-37-03-01234", "形如"),
        ("1917-410106-37-03-012345", "年份"),
        ("2017-010106-37-03-012345", "区划代码"),
        ("2017-41010A-37-03-012345", "形如"),
    ],
)
def test_a_national_code_is_checked(community, economy_clerk, code, told):
    with pytest.raises(InvalidInput, match=told):
        register_project({"name": "甲", "national_code": code}, area=community, by=economy_clerk)


def test_a_national_code_is_written_with_its_dashes(community, economy_clerk):
    made = register_project(
        {"name": "甲", "national_code": "２０１７410106 3703012345"}, area=community, by=economy_clerk
    )
    assert made.national_code == "2017-410106-37-03-012345"


def test_who_is_assigned_has_a_post_over_the_place(
    project, street, other_street, economy_clerk, street_leader, outsider
):
    change_project(project, {"leader": street_leader}, by=economy_clerk)
    with pytest.raises(InvalidInput, match=f"{outsider}在甲社区没有岗位，请改选负责这个区域的人"):
        change_project(project, {"chief_officer": outsider}, by=economy_clerk)
    place(outsider, role="section_chief", area=street)
    outsider.forget_posts()
    change_project(project, {"chief_officer": outsider}, by=economy_clerk)
    project.refresh_from_db()

    assert (project.leader, project.chief_officer) == (street_leader, outsider)


def test_a_project_cannot_be_entered_outside_ones_area(other_street, economy_clerk, auditor, community):
    for area, by in ((other_street, economy_clerk), (community, auditor)):
        with pytest.raises(NotPermitted):
            register_project({"name": "甲"}, area=area, by=by)
    assert not Project.objects.exists()


def test_a_thousandfold_jump_is_asked_about_not_refused(project, economy_clerk):
    yuan = {"planned_investment": Decimal(830_000_000), "planned_investment_text": "830000000万元"}
    with pytest.raises(Questioned, match="相差千倍以上"):
        change_project(project, yuan, by=economy_clerk)
    change_project(project, yuan, by=economy_clerk, confirmed=True)
    project.refresh_from_db()

    assert project.planned_investment == 830_000_000


def test_the_same_again_changes_nothing(project, economy_clerk):
    saved = change_project(
        project, {"name": project.name, "planned_investment": Decimal("83000.00")}, by=economy_clerk
    )
    assert (saved.unchanged, saved.changed) == (1, [])


def test_a_project_counts_once_in_the_year_of_its_first_contract(project, paper, economy_clerk):
    for kind, amount, day in (("formal", 80000, "2018.2"), ("framework", 100000, "2017年")):
        record_contract(
            project, type=kind, amount=Decimal(amount), signed_on=day, document=paper, by=economy_clerk
        )
    project.refresh_from_db()

    assert (project.signed_text, project.signed_month) == ("2017年", "2017-12")
    assert [Project.objects.signed_in(year).count() for year in (2017, 2018)] == [1, 0]


def test_a_signing_known_by_its_month_says_more_than_one_known_by_its_year(project, paper, economy_clerk):
    for day in ("2017年", "2017.6"):
        record_contract(project, type="formal", signed_on=day, document=paper, by=economy_clerk)
    project.refresh_from_db()

    assert project.signed_month == "2017-06"


def test_voiding_the_contract_takes_the_signing_back(project, paper, economy_clerk, section_chief):
    contract = record_contract(project, type="formal", signed_on="2017.6", document=paper, by=economy_clerk)
    with pytest.raises(NotPermitted):
        take(contract, "void", by=economy_clerk, note="重复登记")
    take(contract, "void", by=section_chief, note="重复登记")
    project.refresh_from_db()

    assert (project.signed_on, project.signed_month) == (None, "")


def test_a_contract_in_yuan_is_questioned(project, paper, economy_clerk):
    with pytest.raises(Questioned, match="计划总投资 83000万元相差千倍以上"):
        record_contract(project, type="formal", amount=Decimal(830_000_000), signed_on="2017.6", document=paper,
                        by=economy_clerk)  # fmt: skip
    assert not project.contracts.exists()


def test_completed_investment_grows_or_says_why_not(project, economy_clerk):
    months = [Period(2018, month) for month in (1, 2, 3)]
    record_progress(project, period=months[0], completed=Decimal(500), by=economy_clerk)
    record_progress(project, period=months[1], completed=Decimal(800), by=economy_clerk)
    with pytest.raises(InvalidInput, match="累计数比2018-02的 800万元小"):
        record_progress(project, period=months[2], completed=Decimal(700), by=economy_clerk)
    record_progress(
        project, period=months[2], completed=Decimal(700), fall_reason="核减设备款", by=economy_clerk
    )

    assert project.progress.count() == 3


def test_a_voided_name_is_free_again(project, community, economy_clerk, section_chief):
    take(project, "void", by=section_chief, note="登记错了")
    again = register_project({"name": project.name}, area=community, by=economy_clerk)

    assert again.stage == ProjectStage.LEAD


def test_the_signing_stage_may_show_an_earlier_day_than_the_contract(project, paper, economy_clerk):
    record_contract(project, type="formal", signed_on="2018.2", document=paper, by=economy_clerk)
    advance_project(project, ProjectStage.SIGNED, on="2017.6", document=paper, by=economy_clerk)
    project.refresh_from_db()

    assert (project.signed_text, project.signed_month) == ("2017.6", "2017-06")
