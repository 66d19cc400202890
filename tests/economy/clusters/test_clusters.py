"""Clusters: who belongs from when to when, counted at any day, weighed by the year's figures, told in the bulletin."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from economy.clusters.actions import AlreadyMember, join_cluster, leave_cluster, save_cluster
from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.queries import cluster_years, concentration, members_by_month, memberships_of
from economy.indicators.models import Indicator
from economy.reports.queries import board
from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from governance.years.actions import record_year
from portal.accounts.dataset import load
from portal.accounts.models import Area, User
from portal.api.actions import issue_token
from portal.bulletin.build import build, plain
from portal.bulletin.declare import Scope
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.outgoing.declare import export_named
from portal.figures.periods import Period, PeriodType
from portal.workflow.actions import take

pytestmark = pytest.mark.django_db
SAMPLE = Path(settings.BASE_DIR) / "portal" / "sample" / "gongyelu"
PAGES = "/desk/economy/clusters/"


@pytest.fixture
def cluster(street, community, economy_clerk) -> IndustryCluster:
    return save_cluster({"name": "样例集群", "lead_chain": "样例链"}, area=street, by=economy_clerk)


@pytest.fixture
def register(community, economy_clerk):
    """Register an enterprise of 甲社区 by its name."""

    def make(name: str) -> Enterprise:
        facts = {"name": name, "uscc_missing_reason": "正在办理"}
        return register_enterprise(facts, area=community, by=economy_clerk)

    return make


@pytest.fixture
def join(cluster, register, economy_clerk):
    """Let an enterprise, new unless given, join the cluster."""

    def make(joined_on: str, enterprise: Enterprise | str = "样例厂", **more) -> ClusterMembership:
        given = register(enterprise) if isinstance(enterprise, str) else enterprise
        day = date.fromisoformat(joined_on)
        return join_cluster(cluster, given, joined_on=day, by=economy_clerk, **more)

    return make


@pytest.fixture
def leave(economy_clerk):
    """End a membership."""

    def make(membership: ClusterMembership, left_on: str) -> ClusterMembership:
        return leave_cluster(membership, left_on=date.fromisoformat(left_on), reason="迁出", by=economy_clerk)

    return make


@pytest.fixture
def as_clerk(client, economy_clerk):
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    client.get("/desk/")
    return client


def on(day: str) -> int:
    return ClusterMembership.objects.on(date.fromisoformat(day)).count()


def test_a_member_from_the_day_of_joining_up_to_but_not_on_the_day_of_leaving(join, leave):
    leave(join("2017-09-01"), "2018-02-01")

    assert [on(day) for day in ("2017-08-31", "2017-09-01", "2018-01-31", "2018-02-01")] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("given", "precision", "kept", "shown"),
    [
        ("2017-05-01", "year", date(2017, 12, 31), "2017年"),
        ("2016-02-10", "month", date(2016, 2, 29), "2016年2月"),
        ("2017-05-01", "day", date(2017, 5, 1), "2017-05-01"),
    ],
)
def test_a_joining_known_only_to_the_year_counts_from_its_end(join, given, precision, kept, shown):
    membership = join(given, joined_precision=precision)

    assert (membership.joined_on, membership.joined_text) == (kept, shown)


def test_nobody_belongs_twice_at_one_time(join, leave, register):
    factory = register("样例厂")
    first = join("2017-01-01", factory)
    with pytest.raises(AlreadyMember, match="一直没有退出，时间不能重叠"):
        join("2018-01-01", factory)
    leave(first, "2017-06-01")
    with pytest.raises(AlreadyMember, match="2017-06-01 退出"):
        join("2017-05-31", factory)

    assert join("2017-06-01", factory).pk
    with pytest.raises(AlreadyMember):
        join("2016-01-01", factory)


def test_the_database_refuses_what_the_action_would(join, register):
    factory = register("样例厂")
    first = join("2017-01-01", factory)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterMembership.objects.create(
            cluster=first.cluster, enterprise=factory, joined_on=date(2018, 1, 1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterMembership.objects.update(left_on=date(2017, 1, 1), left_reason="迁出")


@pytest.mark.parametrize(
    ("day", "told"),
    [("2016-12-31", "不晚于加入日期"), ("2017-01-01", "不晚于加入日期"), ("2999-01-01", "还没有到")],
)
def test_leaving_before_joining_or_in_time_to_come_is_refused(join, leave, day, told):
    membership = join("2017-01-01")

    with pytest.raises(InvalidInput, match=told):
        leave(membership, day)
    assert on("2017-01-01") == 1


def test_leaving_once_and_with_a_reason(join, leave, economy_clerk):
    membership = join("2017-01-01")
    with pytest.raises(InvalidInput, match="没有写原因"):
        leave_cluster(membership, left_on=date(2018, 1, 1), reason=" ", by=economy_clerk)
    leave(membership, "2018-01-01")

    with pytest.raises(WrongState, match="已于 2018-01-01 退出"):
        leave(membership, "2018-02-01")


def test_who_cannot_join(cluster, join, register, other_street, outsider, economy_clerk, section_chief):
    with pytest.raises(InvalidInput, match="还没有过完"):
        join((timezone.localdate() + timedelta(days=1)).isoformat())
    away = register_enterprise(
        {"name": "邻街厂", "uscc_missing_reason": "正在办理"}, area=other_street, by=outsider
    )
    with pytest.raises(InvalidInput, match="不在样例街道"):
        join("2017-01-01", away)
    wrong = register("登记错的厂")
    take(wrong, "void", by=section_chief, note="登记错了")
    with pytest.raises(InvalidInput, match="已作废"):
        join("2017-01-01", wrong)


@pytest.mark.parametrize("cast", ["community_clerk", "auditor", "outsider", "street_leader"])
def test_who_may_not_keep_clusters(request, cluster, register, street, cast):
    user = request.getfixturevalue(cast)

    with pytest.raises(NotPermitted):
        join_cluster(cluster, register("样例厂"), joined_on=date(2017, 1, 1), by=user)
    with pytest.raises(NotPermitted):
        save_cluster({"name": "别的集群"}, area=street, by=user)


def test_a_name_stands_once_in_an_area(cluster, street, economy_clerk):
    with pytest.raises(InvalidInput, match="已有“样例集群”"):
        save_cluster({"name": "样例集群"}, area=street, by=economy_clerk)


def test_members_month_by_month(cluster, join, leave):
    join("2017-11-15")
    leave(join("2017-12-31", "第二家"), "2018-02-28")

    months = members_by_month(memberships_of(cluster), date(2018, 3, 10))
    assert months == [("2017-11", 1), ("2017-12", 2), ("2018-01", 2), ("2018-02", 1), ("2018-03", 1)]


class TestConcentration:
    """CR3: the three largest over all, or nothing and why."""

    @pytest.mark.parametrize(
        ("revenues", "pct"),
        [
            ([50, 30, 15, 5], "95.00"),
            ([1, 1, 1], "100.00"),
            ([1, 1, 1, 1], "75.00"),
            ([2, 2, 2, 3], "77.78"),
            ([0, 0, 5], "100.00"),
        ],
    )
    def test_the_share_of_three(self, revenues, pct):
        assert concentration([Decimal(one) for one in revenues]).pct == Decimal(pct)

    @pytest.mark.parametrize(
        ("revenues", "told"),
        [
            ([1, 2], "成员不足 3 家"),
            ([], "成员不足 3 家"),
            ([1, 2, None], "有 1 家成员没有主营业务收入"),
            ([0, 0, 0], "都是零"),
        ],
    )
    def test_what_cannot_be_known_says_why(self, revenues, told):
        found = concentration([None if one is None else Decimal(one) for one in revenues])
        assert (found.pct, told in found.missing) == (None, True)


def test_a_year_is_that_of_its_last_days_members(cluster, join, leave, economy_clerk):
    """Who left in December does not count, who joined on its last day does; a missing figure is said."""
    factories = [
        join(day, name).enterprise
        for day, name in (("2016-01-01", "甲"), ("2017-01-01", "乙"), ("2017-12-31", "丙"))
    ]
    gone = join("2016-01-01", "丁")
    leave(gone, "2017-12-31")
    for factory, revenue in zip((*factories, gone.enterprise), (100, 50, 50, 900), strict=True):
        record_year(factory, year=2017, by=economy_clerk, revenue=Decimal(revenue), employment=10)
    record_year(factories[0], year=2017, by=economy_clerk, tax=Decimal("8.5"))
    year = cluster_years(memberships_of(cluster), date(2018, 1, 1))[0]

    assert (year.members, year.revenue.value, year.revenue.missing, year.employment.value) == (3, 200, 0, 30)
    assert (year.tax.value, year.tax.missing) == (Decimal("8.5"), 2)
    assert year.concentration.pct == 100


def test_the_computed_indicator_opens_to_its_members(
    street, community, cluster, join, leave, as_clerk, economy_clerk
):
    Indicator.objects.create(area=street, code="cluster_members", name="集群企业数", caliber="whole_area", unit="家",
                             query="economy.cluster_members")  # fmt: skip
    leave(join("2017-01-01", "甲"), "2018-03-31")
    factory = join("2017-06-01", "乙").enterprise
    other = save_cluster({"name": "另一集群"}, area=street, by=economy_clerk)
    join_cluster(other, factory, joined_on=date(2018, 1, 1), by=economy_clerk)
    found = [board(area, Period(2018, 3, cumulative=True))[0] for area in (street, community)]

    assert [figure.value for figure in found] == [1, 1]
    page = as_clerk.get(found[0].url).content.decode()
    assert ("乙" in page, ">甲<" in page, "共 2 条" in page) == (True, False, True)


def test_pages_in_few_queries(as_clerk, cluster, join, economy_clerk):
    for number in range(12):
        enterprise = join("2017-01-01", f"样例{number}号厂").enterprise
        record_year(enterprise, year=2017, by=economy_clerk, revenue=Decimal(number))
    for address in (PAGES, f"{PAGES}members/", cluster.get_absolute_url()):
        with CaptureQueriesContext(connection) as queries:
            answer = as_clerk.get(address)
        assert (answer.status_code, len(queries) <= 8) == (200, True), [query["sql"] for query in queries]


def test_the_page_as_of_a_day(as_clerk, cluster, join):
    join("2017-12-31")
    page = as_clerk.get(cluster.get_absolute_url(), {"on": "2017-12-30"}).content.decode()

    assert ("2017年12月30日的成员：0 家" in page, "其他时间的成员" in page) == (True, True)
    assert as_clerk.get(cluster.get_absolute_url(), {"on": "2017-13-01"}).status_code == 400


def test_forms_from_founding_to_leaving(as_clerk, street, register):
    factory = register("样例精密机械有限公司")
    as_clerk.post(
        f"{PAGES}new/", {"area": street.pk, "name": "新集群", "target_output": "2亿元", "target_year": 2018}
    )
    cluster = IndustryCluster.objects.get()
    place = cluster.get_absolute_url()
    as_clerk.post(f"{place}join/", {"enterprise": "精密机械", "role": "leader", "joined_on": "2017年"})
    member = ClusterMembership.objects.get()
    refused = as_clerk.post(f"{PAGES}members/{member.pk}/leave/", {"left_on": "2017-01-01", "reason": "迁出"})
    left = as_clerk.post(f"{PAGES}members/{member.pk}/leave/", {"left_on": "2018-06-01", "reason": "迁出"})
    member.refresh_from_db()

    assert (cluster.target_output, member.enterprise, member.joined_on) == (
        20000,
        factory,
        date(2017, 12, 31),
    )
    assert (refused.status_code, "不晚于加入日期" in refused.content.decode()) == (200, True)
    assert (left.status_code, member.left_on) == (302, date(2018, 6, 1))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"enterprise": "没有的厂"}, "名录里没有“没有的厂”"),
        ({"enterprise": "样例"}, "有 2 家企业叫“样例”"),
        ({"joined_on": "去年"}, "看不出是哪一天"),
        ({"joined_on": "2999"}, "还没有过完"),
    ],
)
def test_what_the_form_of_joining_refuses(as_clerk, cluster, register, given, told):
    register("样例一厂")
    register("样例二厂")
    sent = {"enterprise": "样例一厂", "role": "core", "joined_on": "2017-01-01", **given}
    page = as_clerk.post(f"{cluster.get_absolute_url()}join/", sent).content.decode()

    assert told in page
    assert not ClusterMembership.objects.exists()


def test_by_api(economy_clerk, outsider, cluster, register):
    def api(user):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user)}")
        return client

    path = "/api/v1/economy/cluster-members/"
    sent = {"cluster": cluster.pk, "enterprise": register("样例厂").pk, "joined_on": "2017-01-01"}
    made = api(economy_clerk).post(path, sent, format="json")
    again = api(economy_clerk).post(path, sent, format="json")
    leaving = {"left_on": "2018-01-01", "reason": "迁出"}
    address = f"{path}{made.json()['id']}/"

    assert (made.status_code, again.status_code) == (201, 400)
    assert api(outsider).post(f"{address}leave/", leaving, format="json").status_code == 404
    assert (
        api(economy_clerk).post(f"{address}leave/", leaving, format="json").json()["left_on"] == "2018-01-01"
    )
    assert api(economy_clerk).post(f"{address}leave/", leaving, format="json").status_code == 409


def test_members_are_narrowed_by_the_area_of_their_enterprise(
    as_clerk, join, street, community, other_community
):
    join("2017-01-01")
    pages = [
        as_clerk.get(f"{PAGES}members/", {"area": area.pk}).content.decode()
        for area in (street, community, other_community)
    ]

    assert ["共 1 条" in page for page in pages] == [True, True, False]


def test_the_list_counts_who_belongs_today(as_clerk, join, leave):
    leave(join("2017-01-01", "甲"), "2018-01-01")
    join("2017-01-01", "乙")
    page = as_clerk.get(PAGES).content.decode()

    assert '<td class="num" data-label="现有成员">1</td>' in page


def test_an_export_holds_what_one_may_see(join, economy_clerk, auditor, outsider):
    join("2017-01-01")
    export = export_named("economy.cluster_members")

    assert [
        export.rows(user, {"on": "2017-06-01"}).count() for user in (economy_clerk, auditor, outsider)
    ] == [1, 1, 0]


class TestSample:
    """The article's insurance cluster: two members at the end of 2017, three by April 2018 (F09, F10)."""

    @pytest.fixture(autouse=True)
    def sample(self, db, tmp_path, settings):
        settings.MEDIA_ROOT = tmp_path
        load(SAMPLE)

    def test_the_insurance_cluster(self):
        cluster = IndustryCluster.objects.get(name="保险金融产业集群")
        days = (date(2016, 12, 31), date(2017, 12, 31), date(2018, 4, 30))

        assert [cluster.memberships.on(day).count() for day in days] == [0, 2, 3]
        assert cluster_years(memberships_of(cluster), date(2018, 4, 30)) == []

    def test_the_bulletin_states_two_insurers_and_one_agency(self):
        office, user = Area.objects.get(code="410106004000"), User.objects.get(username="street_leader")
        told = []
        for period in (Period(2017, 12, PeriodType.YEAR), Period(2018, 3, cumulative=True)):
            bulletin = build(Scope(office, period, user))
            told += [
                plain(text)
                for section in bulletin.sections
                for text in section.paragraphs
                if "集群" in plain(text)
            ]

        assert told == [
            "2017年，工业路街道保险金融产业集群新引进财产保险企业2家（中国平安产险河南分公司续保服务中心、人保财险公司），年底共有成员2家。",
            "截至2018年3月底，工业路街道保险金融产业集群新引进保险代理服务企业1家（保险代理公司（报道未写名称）），3月底共有成员3家。",
        ]

    def test_each_number_opens_to_its_members(self, client):
        office, user = Area.objects.get(code="410106004000"), User.objects.get(username="street_leader")
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        bulletin = build(Scope(office, Period(2018, 3, cumulative=True), user))
        figures = [figure for figure in bulletin.figures if "集群" in figure.source.record]

        assert [figure.text for figure in figures] == ["1家", "3家"]
        for figure in figures:
            assert f"共 {figure.text.removesuffix('家')} 条" in client.get(figure.source.url).content.decode()
        assert figures[0].source.document_url
