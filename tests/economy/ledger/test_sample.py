"""The article's money, told from records: 24.17亿元 opens to its receipts, and what is made up says so."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from django.db.models import Sum

from economy.contracts.models import Contract
from economy.funds.models import FundsEntry, FundsTotal
from economy.funnel.queries import rates_of
from economy.projects.models import Project
from portal.accounts.models import User
from portal.bulletin.build import build, plain
from portal.bulletin.declare import Scope
from portal.bulletin.queries import period_up_to
from tests.portal.bulletin.conftest import office, reader, sample

__all__ = ["office", "reader", "sample"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin(office):
    return build(Scope(office, period_up_to(2017, 12), User.objects.get(username="street_leader")))


def test_the_bulletin_states_f02_f03_and_f04(bulletin):
    told = next(section for section in bulletin.sections if "招商引资" in section.title)
    text = [plain(part) for part in told.paragraphs]

    assert text[0] == (
        "2017年，工业路街道引进区外资金24.17亿元，超年度目标18.48%（年度目标20.4亿元）；招商引资签约总金额完成31亿元。"
    )
    assert text[1] == "推进投资8.3亿元的海王地效翼船项目建设。"


def test_the_signed_amount_says_which_contracts_it_counts(bulletin):
    figure = next(figure for figure in bulletin.figures if figure.text == "31亿元")

    assert figure.computed.endswith("正式合同22亿元、意向协议3亿元、框架协议6亿元")
    assert "6 份为示例拆分" in figure.source.note


def test_the_total_opens_entry_by_entry_down_to_the_receipts(bulletin, reader):
    figure = next(figure for figure in bulletin.figures if figure.text == "24.17亿元")
    client = reader("street_leader")
    page = client.get(figure.source.url).content.decode()
    entries = re.findall(r'href="(/desk/economy/funds/\d+/)"', page)
    assert (len(entries), "16笔" in figure.source.record) == (16, True)
    pks = [int(re.search(r"(\d+)/$", url)[1]) for url in entries]
    assert FundsEntry.objects.filter(pk__in=pks).aggregate(total=Sum("amount"))["total"] == Decimal(241700)

    entry = unescape(client.get(entries[0]).content.decode())
    receipt = re.search(r'href="(/desk/documents/\d+/)">示例进账单 SL2017-\d+', entry) or re.search(
        r'href="([^"]+)">示例进账单 SL2017-\d+', entry
    )
    assert "示例进账单" in client.get(receipt[1]).content.decode()


def test_what_is_made_up_says_so(office):
    assert not FundsEntry.objects.filter(is_illustrative=False).exists()
    assert not Contract.objects.filter(is_illustrative=False).exists()
    assert FundsEntry.objects.filter(note__contains="示例拆分").count() == FundsEntry.objects.count()
    real = set(Project.objects.filter(is_illustrative=False).values_list("name", flat=True))
    assert real == {
        "海王地效翼船项目",
        "中国平安产险河南分公司续保服务中心",
        "人保财险项目",
        "平安二期",
        "人保二期",
        "通航大厦",
        "创新创业综合体",
    }


def test_parts_lie_within_their_wholes(office):
    sums = FundsTotal.objects.aggregate(Sum("in_place"), Sum("out_of_district"), Sum("out_of_province"))

    assert sums["out_of_province__sum"] <= sums["out_of_district__sum"] <= sums["in_place__sum"]
    assert (
        sums["in_place__sum"]
        == FundsEntry.objects.counted().filter(currency="cny").aggregate(total=Sum("amount"))["total"]
    )


def test_second_phases_are_projects_of_their_own(office):
    phases = Project.objects.filter(parent__isnull=False).values_list("name", "parent__name")

    assert set(phases) == {("平安二期", "中国平安产险河南分公司续保服务中心"), ("人保二期", "人保财险项目")}
    assert rates_of(Project.objects.signed_in(2017)).signed == 9


def test_the_sample_again_adds_nothing(office):
    from django.conf import settings

    from economy.ledger import dataset as projects

    before = (Project.objects.count(), FundsEntry.objects.count())
    projects.load(settings.BASE_DIR / "portal" / "sample" / "gongyelu" / "economy")

    assert (Project.objects.count(), FundsEntry.objects.count()) == before
