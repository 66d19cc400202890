"""Clusters: the list, one cluster on a day, its members, and the forms they are kept by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from economy.clusters.actions import FACTS, join_cluster, leave_cluster, save_cluster
from economy.clusters.filters import ClusterFilter, MemberFilter
from economy.clusters.forms import ClusterForm, JoinForm, LeaveForm
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
from portal.errors import InvalidInput, NotPermitted, Refusal
from portal.figures.display import format_pct
from portal.site.columns import MISSING, Column
from portal.site.figures import Chart, Series
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage, visible_record


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


class KeepForm(FormView):
    """A form behind one permission; whatever the action refuses stays in the form."""

    permission = ""
    template_name = "economy/clusters/form.html"
    title = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses whom no post lets do it."""
        self.subject = self.get_subject()
        if not request.user.has_perm(self.permission, self.subject):
            raise NotPermitted("您的岗位不能办理产业集群。")
        return super().dispatch(request, *args, **kwargs)

    def get_subject(self) -> Any:
        """The record it is about; None for a new one."""
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the action and show where it leads."""
        try:
            place = self.save(form.cleaned_data)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(_field_of(refusal, form), refusal.message)
            return self.form_invalid(form)
        return redirect(place)

    def save(self, given: dict[str, Any]) -> Any:
        """Call the action; where to go then."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title, subject and the way back."""
        back = self.subject.get_absolute_url() if self.subject else reverse("economy:clusters")
        return super().get_context_data(title=self.title, subject=self.subject, back_url=back, **kwargs)


class NewCluster(KeepForm):
    """A new cluster."""

    form_class = ClusterForm
    permission = "economy.add_industrycluster"
    title = "建立集群"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def save(self, given: dict[str, Any]) -> IndustryCluster:
        """Enter it."""
        cluster = save_cluster(given, area=given["area"], by=self.request.user)
        messages.success(self.request, f"已建立“{cluster}”，接着可以登记成员。")
        return cluster


class EditCluster(KeepForm):
    """A cluster on record."""

    form_class = ClusterForm
    permission = "economy.change_industrycluster"
    title = "修改集群"

    def get_subject(self) -> IndustryCluster:
        """The cluster."""
        return visible_record(IndustryCluster, self.kwargs["pk"], self.request.user, related=("area",))

    def get_form_kwargs(self) -> dict[str, Any]:
        """With what is on record."""
        initial = {name: getattr(self.subject, name) for name in FACTS}
        return {
            **super().get_form_kwargs(),
            "user": self.request.user,
            "cluster": self.subject,
            "initial": initial,
        }

    def save(self, given: dict[str, Any]) -> IndustryCluster:
        """Change it."""
        return save_cluster(given, cluster=self.subject, by=self.request.user)


class JoinCluster(EditCluster):
    """An enterprise joins a cluster."""

    form_class = JoinForm
    permission = "economy.join_cluster"
    title = "登记成员"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form looks for the enterprise in the cluster's area."""
        return {**super().get_form_kwargs(), "initial": {}}

    def save(self, given: dict[str, Any]) -> IndustryCluster:
        """Record the joining."""
        joined_on, precision = given["joined_on"]
        join_cluster(
            self.subject, given["enterprise"], role=given["role"], joined_on=joined_on, joined_precision=precision,
            note=given["note"], by=self.request.user,
        )  # fmt: skip
        messages.success(self.request, f"“{given['enterprise']}”已登记为成员。")
        return self.subject


class LeaveCluster(KeepForm):
    """A member leaves."""

    form_class = LeaveForm
    permission = "economy.leave_cluster"
    title = "登记退出"

    def get_subject(self) -> ClusterMembership:
        """The membership."""
        related = ("cluster__area", "enterprise")
        return visible_record(ClusterMembership, self.kwargs["pk"], self.request.user, related=related)

    def save(self, given: dict[str, Any]) -> IndustryCluster:
        """Record the leaving."""
        leave_cluster(self.subject, left_on=given["left_on"], reason=given["reason"], by=self.request.user)
        messages.success(self.request, f"已登记“{self.subject.enterprise}”退出。")
        return self.subject.cluster


def _field_of(refusal: Refusal, form: Any) -> str | None:
    """The field of the form a refusal is about, if it has one."""
    return next((error["field"] for error in refusal.errors if error.get("field") in form.fields), None)


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
