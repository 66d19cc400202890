"""Clusters: the list, one cluster on a day, its members, and the forms they are kept by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from economy.clusters.actions import change_cluster, join_cluster, leave_cluster, save_cluster
from economy.clusters.facts import CHANGE_FACTS, CLUSTER_FACTS, JOIN_FACTS, LEAVE_FACTS
from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.queries import (
    ClusterYear,
    Sum,
    cluster_years,
    member_count,
    members_by_month,
    memberships_of,
)
from economy.clusters.rules import lasts
from economy.clusters.tables import ClusterTable, MemberTable
from portal.errors import InvalidInput
from portal.figures.display import format_pct
from portal.site.cells import MISSING, format_of
from portal.site.figures import Chart, Series
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage


class ClusterList(RecordList):
    """Every cluster one may see, with how many belong today."""

    table = ClusterTable
    primary = PrimaryAction("建立集群", "economy:new_cluster", "economy.add_industrycluster")
    empty = "没有产业集群。点“建立集群”登记一个。"


class MemberList(RecordList):
    """Memberships: the records that a count of members opens to."""

    table = MemberTable
    empty = "没有符合条件的成员。"


class ClusterPage(RecordPage):
    """One cluster: members on `?on=` (today by default), month by month, and its figures by year."""

    table = ClusterTable
    related = ("area", "source_document", "created_by")
    illustrative = "示例数据，非真实企业"
    template_name = "economy/clusters/cluster.html"
    facts = ("lead_chain", "target_output", "target_year", "source_document", "note")
    offers = (
        Offer("登记成员", "economy:join_cluster", "economy.join_cluster", icon="plus-lg", primary=True),
        Offer("修改", "economy:edit_cluster", "economy.change_industrycluster", icon="pencil"),
    )

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
            "may_leave": user.has_perm("economy.leave_cluster", cluster),
        }


class MemberPage(RecordPage):
    """One membership."""

    table = MemberTable
    related = ("cluster__area", "enterprise__area", "source_document", "created_by")
    illustrative = "示例数据，非真实企业"
    facts = (
        "cluster", "enterprise", "role", Fact("加入", "joined_text"), Fact("按此日起算", "joined_on", kind="date"),
        Fact("退出（当日起不是成员）", "left_on", kind="date"), "left_reason", "source_document", "note",
    )  # fmt: skip
    offers = (Offer("登记退出", "economy:leave_cluster", "economy.leave_cluster", when=lasts),)


class NewCluster(FormPage):
    """A new cluster."""

    permission, facts, action = "economy.add_industrycluster", CLUSTER_FACTS, save_cluster
    title, said = "建立集群", "已建立“{result}”，接着可以登记成员。"


class EditCluster(ChangePage):
    """A cluster on record."""

    about, permission = IndustryCluster, "economy.change_industrycluster"
    facts, action = CHANGE_FACTS, change_cluster


class JoinCluster(FormPage):
    """An enterprise joins a cluster."""

    about, permission, facts, action = IndustryCluster, "economy.join_cluster", JOIN_FACTS, join_cluster
    title, said = "登记成员", "“{result.enterprise}”已登记为成员。"

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
    number = format_of("decimal")
    shown = lambda total: {"text": number(total.value), "missing": total.missing}  # noqa: E731
    figures: dict[str, Sum] = {"revenue": year.revenue, "tax": year.tax, "employment": year.employment}
    return {
        "year": year.year, "members": year.members, **{name: shown(total) for name, total in figures.items()},
        "cr3": MISSING if year.concentration.pct is None else format_pct(year.concentration.pct),
        "cr3_missing": year.concentration.missing,
    }  # fmt: skip
