"""Clusters: the list, one cluster on a day, its members, and the forms they are kept by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from economy.clusters.actions import change_cluster, join_cluster, leave_cluster, save_cluster
from economy.clusters.facts import CHANGE_FACTS, CLUSTER_FACTS, JOIN_FACTS, LEAVE_FACTS
from economy.clusters.filters import ClusterFilter, MemberFilter
from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.queries import (
    ClusterYear,
    Sum,
    cluster_years,
    member_count,
    members_by_month,
    memberships_of,
    present_members,
)
from portal.errors import InvalidInput
from portal.figures.display import format_pct
from portal.site.columns import MISSING, Column
from portal.site.figures import Chart, Series
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage


class ClusterList(RecordList):
    """Every cluster one may see, with how many belong today."""

    model = IndustryCluster
    title = "产业集群"
    columns = (
        Column("集群名称", "name"),
        Column("主导产业链", "lead_chain"),
        Column("现有成员", "members", kind="number", unit="家", expression=present_members()),
        Column("目标产值", "target_output", kind="number", unit="万元"),
        Column("目标年度", "target_year", kind="number"),
        Column("所属区域", "area__name"),
    )
    filterset_class = ClusterFilter
    search = True
    search_label = "搜名称、产业链、说明"
    record_url = "economy:cluster"
    primary = PrimaryAction("建立集群", "economy:new_cluster", "economy.add_industrycluster")
    empty = "没有产业集群。点“建立集群”登记一个。"


class MemberList(RecordList):
    """Memberships: the records that a count of members opens to."""

    model = ClusterMembership
    title = "集群成员"
    columns = (
        Column("企业", "enterprise__name"),
        Column("产业集群", "cluster__name"),
        Column("角色", "role", kind="choice"),
        Column("行业", "enterprise__industry__name"),
        Column("加入", "joined_on", kind="date"),
        Column("退出", "left_on", kind="date"),
        Column("所属区域", "enterprise__area__name"),
    )
    filterset_class = MemberFilter
    record_url = "economy:cluster_member"
    export = "economy.cluster_members"
    empty = "没有符合条件的成员。"


class ClusterPage(RecordPage):
    """One cluster: members on `?on=` (today by default), month by month, and its figures by year."""

    model = IndustryCluster
    related = ("area", "source_document", "created_by")
    list_url = "economy:clusters"
    template_name = "economy/clusters/cluster.html"
    facts = (
        Fact("主导产业链", "lead_chain"),
        Fact("目标产值", "target_output", kind="number", unit="万元"),
        Fact("目标年度", "target_year"),
        Fact("来源文件", "source_document", wide=True,
             url=lambda cluster: cluster.source_document and cluster.source_document.get_absolute_url()),
        Fact("说明", "note", wide=True),
    )  # fmt: skip

    @cached_property
    def on(self) -> date:
        """The day that is asked about; refuses what is no day."""
        asked = self.request.GET.get("on", "")
        if not asked:
            return timezone.localdate()
        try:
            return date.fromisoformat(asked)
        except ValueError:
            raise InvalidInput("日期应形如 2018-04-30。") from None

    def get_context(self) -> dict[str, Any]:
        """The record page's own, with members, months and years."""
        cluster, user = self.record, self.request.user
        memberships = memberships_of(cluster)
        present = [one for one in memberships if one.holds_on(self.on)]
        return {
            **super().get_context(),
            "on": self.on,
            "count": member_count(memberships, self.on),
            "members": present,
            "others": [one for one in memberships if not one.holds_on(self.on)],
            "chart": _chart(memberships, self.on),
            "years": [_year_row(year) for year in cluster_years(memberships, self.on)],
            "may_edit": user.has_perm("economy.change_industrycluster", cluster),
            "may_join": user.has_perm("economy.join_cluster", cluster),
            "may_leave": user.has_perm("economy.leave_cluster", cluster),
        }


class MemberPage(RecordPage):
    """One membership."""

    model = ClusterMembership
    related = ("cluster__area", "enterprise__area", "source_document", "created_by")
    list_url = "economy:cluster_members"
    template_name = "economy/clusters/member.html"
    facts = (
        Fact("产业集群", "cluster", url=lambda one: one.cluster.get_absolute_url()),
        Fact("企业", "enterprise", url=lambda one: one.enterprise.get_absolute_url()),
        Fact("角色", "role", kind="choice"),
        Fact("加入", "joined_text"),
        Fact("按此日起算", "joined_on", kind="date"),
        Fact("退出（当日起不是成员）", "left_on", kind="date"),
        Fact("退出原因", "left_reason", wide=True),
        Fact("来源文件", "source_document", wide=True,
             url=lambda one: one.source_document and one.source_document.get_absolute_url()),
        Fact("说明", "note", wide=True),
    )  # fmt: skip

    def get_context(self) -> dict[str, Any]:
        """With leaving, where it has not ended."""
        one = self.record
        may = one.left_on is None and self.request.user.has_perm("economy.leave_cluster", one)
        return {**super().get_context(), "may_leave": may}


class NewCluster(FormPage):
    """A new cluster."""

    permission, facts, action = "economy.add_industrycluster", CLUSTER_FACTS, save_cluster
    title, said, list_url = "建立集群", "已建立“{result}”，接着可以登记成员。", "economy:clusters"


class EditCluster(ChangePage):
    """A cluster on record."""

    about, permission, facts, action = (
        IndustryCluster,
        "economy.change_industrycluster",
        CHANGE_FACTS,
        change_cluster,
    )
    list_url = "economy:clusters"


class JoinCluster(FormPage):
    """An enterprise joins a cluster."""

    about, permission, facts, action = IndustryCluster, "economy.join_cluster", JOIN_FACTS, join_cluster
    title, said, list_url = "登记成员", "“{result.enterprise}”已登记为成员。", "economy:clusters"

    def leads_to(self, result: Any) -> IndustryCluster:
        """The cluster with its members."""
        return self.record


class LeaveCluster(FormPage):
    """A member leaves."""

    about, permission, facts, action = ClusterMembership, "economy.leave_cluster", LEAVE_FACTS, leave_cluster
    title, said, list_url = "登记退出", "已登记“{record.enterprise}”退出。", "economy:clusters"
    related = ("cluster__area", "enterprise")

    def leads_to(self, result: Any) -> IndustryCluster:
        """The cluster with its members."""
        return self.record.cluster


def _chart(memberships: list[ClusterMembership], on: date) -> Chart | None:
    months = members_by_month(memberships, on)
    if len(months) < 2:
        return None
    first, last = months[0], months[-1]
    finding = f"成员由{first[0]}的 {first[1]} 家到{last[0]}的 {last[1]} 家"
    return Chart(
        title=finding, labels=[month for month, _ in months], series=[Series("成员", [Decimal(count) for _, count in months], "bar")],
        unit="家", source="成员登记", as_of=f"{on:%Y-%m-%d}", heading="月末", key="member-months",
    )  # fmt: skip


def _year_row(year: ClusterYear) -> dict[str, Any]:
    number = Column("", "", kind="number").formatter(IndustryCluster)
    shown = lambda total: {"text": number(total.value), "missing": total.missing}  # noqa: E731
    figures: dict[str, Sum] = {"revenue": year.revenue, "tax": year.tax, "employment": year.employment}
    return {
        "year": year.year, "members": year.members, **{name: shown(total) for name, total in figures.items()},
        "cr3": MISSING if year.concentration.pct is None else format_pct(year.concentration.pct),
        "cr3_missing": year.concentration.missing,
    }  # fmt: skip
