"""The project ledger exactly as the office keeps it, and yearly totals that contradict themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from economy.contracts.models import Contract
from economy.funds.models import FundsStatement
from economy.projects.models import Project
from portal.exchange.intake.actions import confirm_import, upload_import
from tests.conftest import make_area
from tests.portal.exchange.workbooks import FORMS, xlsx

pytestmark = pytest.mark.django_db
LEDGER = "2017年招商项目台账.xlsx"
HEAD = [
    "序号",
    "项目名称",
    "计划总投资",
    "合同金额",
    "到位资金",
    "区外资金到位",
    "省外资金",
    "签约时间",
    "项目阶段",
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def airfield(street):
    return make_area(street, "990101001009", "通航社区居民委员会", "community")


def upload(user, area, rows=None, *, name="economy.projects", head=HEAD, unit="亿元"):
    if rows is None:
        content, file = (FORMS / LEDGER).read_bytes(), LEDGER
    else:
        content, file = (
            xlsx([["招商引资项目台账（2017年度）", None, f"单位：{unit}"], head, *rows]),
            "台账.xlsx",
        )
    return upload_import(name, SimpleUploadedFile(file, content), area=area, by=user)


def sentences(job):
    return " ".join(f"{one['row']} {one['message']}" for one in [*job.problems, *job.questions])


def test_the_ledger_imports_as_it_is(airfield, street, economy_clerk):
    job = upload(economy_clerk, street)
    assert (job.problem_count, [row["reason"] for row in job.set_aside]) == (0, ["合计行"])
    confirm_import(job, by=economy_clerk, accept_questions=True)

    found = Project.objects.order_by("code").values_list(
        "name", "planned_investment", "signed_on", "signed_text", "signed_month", "stage", "area__name"
    )
    place = "通航社区居民委员会"
    assert list(found) == [
        ("海王地效翼船项目", Decimal(83000), date(2017, 6, 1), "2017.6", "2017-06", "started", place),
        ("中国平安产险河南分公司续保服务中心", None, date(2017, 1, 1), "2017年", "2017-12", "landed", place),
        ("人保财险项目", None, date(2017, 1, 1), "2017年", "2017-12", "landed", place),
        ("通航大厦", None, None, "", "", "lead", place),
        ("创新创业综合体", None, None, "", "", "lead", place),
    ]
    boat = Project.objects.get(name="海王地效翼船项目")
    assert (boat.planned_investment_text, boat.investor) == ("8.3亿元", "")
    assert "台账写的阶段：推进中" in Project.objects.get(name="通航大厦").note
    assert [(mark.stage, mark.text) for mark in boat.milestones.order_by("id")] == [
        ("signed", "2017.6"),
        ("started", ""),
    ]


def test_what_is_asked_about_the_ledger(airfield, street, economy_clerk):
    job = upload(economy_clerk, street)
    told = sentences(job)

    assert str(job.preview).count("'text': '线索'") == 2
    assert "写的是“（投资方待填）”，按没有填登记" in told
    assert told.count("看不出“推进中”是哪个阶段") == 2


def test_the_ledger_again_changes_nothing(airfield, street, economy_clerk):
    confirm_import(upload(economy_clerk, street), by=economy_clerk, accept_questions=True)
    again = upload(economy_clerk, street)

    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 5)
    assert "已有项目不改动" in sentences(again)
    assert "线索" not in str(again.preview)


def test_words_in_number_columns_are_explained_and_left_empty(street, economy_clerk):
    job = upload(
        economy_clerk, street, [[1, "甲项目", "约8亿元", "待定", None, None, None, "2017.6", "签约"]]
    )
    assert job.problem_count == 0
    assert sentences(job).count("这一格按没有数登记") == 2
    confirm_import(job, by=economy_clerk, accept_questions=True)

    assert Project.objects.get().planned_investment is None
    assert not Contract.objects.exists()


def test_a_contract_of_the_ledger_counts_in_its_year_its_type_unstated(street, economy_clerk):
    row = [1, "甲项目", 8, 5, 3, 2, 1, "2017年", "签约"]
    confirm_import(upload(economy_clerk, street, [row]), by=economy_clerk, accept_questions=True)

    contract = Contract.objects.get()
    assert (contract.amount, contract.amount_text, contract.type, contract.signed_text) == (
        50000,
        "5亿元",
        "unstated",
        "2017年",
    )
    stated = FundsStatement.objects.get()
    assert (stated.year, stated.in_place, stated.out_of_district, stated.out_of_province) == (
        2017,
        30000,
        20000,
        10000,
    )


@pytest.mark.parametrize(
    ("funds", "told"),
    [
        ([3, 4, None], "区外资金 4 大于到位资金 3"),
        ([3, 2, 2.5], "省外资金 2.5 大于区外资金 2"),
        ([3, None, 3.1], "省外资金 3.1 大于到位资金 3"),
    ],
)
def test_a_part_larger_than_its_whole_is_refused(street, economy_clerk, funds, told):
    job = upload(economy_clerk, street, [[1, "甲项目", 8, None, *funds, "2017.6", "签约"]])

    assert job.problem_count == 1
    assert told in sentences(job)


def test_equal_parts_are_fine(street, economy_clerk):
    job = upload(economy_clerk, street, [[1, "甲项目", 8, None, 3, 3, 3, "2017.6", "签约"]])
    assert job.problem_count == 0


def test_yuan_in_a_column_of_yi_is_asked_about(project, community, economy_clerk):
    job = upload(economy_clerk, community, [[1, project.name, 830000000, None, None, None, None, None, None]])

    assert "相差千倍以上" in sentences(job)


def test_a_leader_of_another_place_is_refused(street, economy_clerk, outsider, section_chief):
    from portal.accounts.actions import place

    place(outsider, role="community_clerk", area=make_area(street, "990101001008", "丙社区", "community"))
    head = ["项目名称", "计划总投资", "包联领导"]
    rows = [["甲项目", 1, outsider.full_name], ["乙项目", 1, section_chief.full_name]]
    job = upload(economy_clerk, street, rows, head=head)

    assert "在这个区域没有岗位" in sentences(job)
    assert job.problem_count == 1


def test_a_project_on_record_keeps_its_stage_and_its_contracts(project, community, economy_clerk):
    row = [1, project.name, 8.5, 5, None, None, None, "2017.6", "在建"]
    job = upload(economy_clerk, community, [row])
    assert "项目现在是“线索”，这里不会改动阶段" in sentences(job)
    confirm_import(job, by=economy_clerk, accept_questions=True)
    project.refresh_from_db()

    assert (project.stage, project.planned_investment, project.contracts.count()) == ("lead", 85000, 0)


def test_yearly_totals_stand_beside_the_entries(project, community, economy_clerk, counted):
    counted(amount="100")
    head = ["项目名称", "年度", "到位资金", "其中区外资金", "其中省外资金"]
    job = upload(economy_clerk, community, [[project.name, "2017年", 120, 100, 90]], name="economy.funds_statements",
                 head=head, unit="万元")  # fmt: skip
    assert job.problem_count == 0, sentences(job)
    confirm_import(job, by=economy_clerk)
    bad = upload(economy_clerk, community, [[project.name, 2018, 10, 20, 5]], name="economy.funds_statements",
                 head=head, unit="万元")  # fmt: skip

    assert (FundsStatement.objects.get().in_place, project.funds_total.in_place) == (120, 100)
    assert "区外资金 20 大于到位资金 10" in sentences(bad)
