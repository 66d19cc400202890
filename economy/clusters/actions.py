"""Keeping clusters: an enterprise joins from a day, leaves on a day, and never belongs twice at one time."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from economy.clusters.models import ClusterMembership, ClusterRole, IndustryCluster
from economy.projects.models import DatePrecision
from governance.enterprises.models import Enterprise, EnterpriseState
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User
    from portal.attachments.models import Document


FACTS = ("name", "lead_chain", "target_output", "target_year", "note")


class AlreadyMember(InvalidInput):
    """The enterprise belongs to the cluster in that time already."""


@writing()
def save_cluster(
    facts: dict[str, Any], *, by: User, area: Area | None = None, cluster: IndustryCluster | None = None,
    source: Document | None = None, is_illustrative: bool = False,
) -> IndustryCluster:  # fmt: skip
    """Enter a cluster in `area`, or change one on record; refuses a name the area already has."""
    if cluster is None:
        if area is None or area.pk not in by.reach("economy.add_industrycluster").below:
            raise NotPermitted("您的岗位不能在这个区域建立产业集群。")
        cluster = IndustryCluster(
            area=area, created_by=by, source_document=source, is_illustrative=is_illustrative
        )
    elif locked(cluster).area_id not in by.reach("economy.change_industrycluster").below:
        raise NotPermitted("您的岗位不能修改这个产业集群。")
    for name in FACTS:
        if name in facts:
            setattr(cluster, name, facts[name])
    same = IndustryCluster.objects.filter(area=cluster.area_id, name=cluster.name).exclude(pk=cluster.pk)
    if same.exists():
        raise InvalidInput.at("name", "已有同名的集群", "请换一个名称", f"这个区域已有“{cluster.name}”。")
    return saved(cluster)


def change_cluster(cluster: IndustryCluster, facts: dict[str, Any], *, by: User) -> IndustryCluster:
    """Change what is named of a cluster; the rest stays."""
    return save_cluster(facts, cluster=cluster, by=by)


@writing()
def join_cluster(
    cluster: IndustryCluster, enterprise: Enterprise, *, joined_on: date, by: User, role: str = ClusterRole.CORE,
    joined_precision: str = DatePrecision.DAY, note: str = "", source: Document | None = None,
    is_illustrative: bool = False,
) -> ClusterMembership:  # fmt: skip
    """Let an enterprise belong to a cluster from a day on.

    `joined_on` is any day of the month or year where only that is known; the last day of it is kept. Refuses
    a day to come, an enterprise of another office, and one that belongs at that time already.
    """
    locked(cluster)
    if cluster.area_id not in by.reach("economy.join_cluster").below:
        raise NotPermitted("您的岗位不能登记这个集群的成员。")
    _check_enterprise(cluster, locked(enterprise))
    day = last_day_known(joined_on, joined_precision)
    if day > timezone.localdate():
        raise InvalidInput.at("joined_on", "加入日期还没有过完", "请核对日期；本年、本月的请写到日")
    _refuse_overlap(cluster, enterprise, day)
    return ClusterMembership.objects.create(
        cluster=cluster, enterprise=enterprise, role=role, joined_on=day, joined_precision=joined_precision,
        note=note.strip(), source_document=source, created_by=by, is_illustrative=is_illustrative,
    )  # fmt: skip


@writing()
def leave_cluster(
    membership: ClusterMembership, *, left_on: date, reason: str, by: User
) -> ClusterMembership:
    """End a membership: from `left_on` on the enterprise is no member any more.

    Refuses a day not after the joining, a day to come, an empty reason and a membership that has ended.
    """
    locked(membership)
    if membership.cluster.area_id not in by.reach("economy.leave_cluster").below:
        raise NotPermitted("您的岗位不能登记这个集群的成员退出。")
    if membership.left_on is not None:
        raise WrongState(f"“{membership.enterprise}”已于 {membership.left_on:%Y-%m-%d} 退出，不用再登记。")
    if left_on <= membership.joined_on:
        raise InvalidInput.at(
            "left_on",
            f"不晚于加入日期 {membership.joined_on:%Y-%m-%d}",
            "退出日期是不再是成员的第一天，请核对",
        )
    if left_on > timezone.localdate():
        raise InvalidInput.at("left_on", f"{left_on:%Y-%m-%d} 还没有到", "请填今天或以前的日期")
    if len(reason.strip()) < 2:
        raise InvalidInput.at("reason", "没有写原因", "请写明退出原因，至少两个字")
    membership.left_on, membership.left_reason = left_on, reason.strip()
    return saved(membership)


def last_day_known(day: date, precision: str) -> date:
    """The last day of the month or year where only that is known, else the day itself."""
    if precision == DatePrecision.YEAR:
        return date(day.year, 12, 31)
    if precision == DatePrecision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _check_enterprise(cluster: IndustryCluster, enterprise: Enterprise) -> None:
    if enterprise.state == EnterpriseState.VOIDED:
        raise InvalidInput.at("enterprise", "这条企业登记已作废", "请选择另一条登记")
    if enterprise.office_id != cluster.area_id and not enterprise.area.path.startswith(cluster.area.path):
        raise InvalidInput.at("enterprise", f"“{enterprise}”不在{cluster.area}", "只能加入本区域名录里的企业")


def _refuse_overlap(cluster: IndustryCluster, enterprise: Enterprise, day: date) -> None:
    later = Q(left_on__isnull=True) | Q(left_on__gt=day)
    known = (
        ClusterMembership.objects.filter(later, cluster=cluster, enterprise=enterprise)
        .order_by("joined_on")
        .first()
    )
    if known is None:
        return
    until = f"，{known.left_on:%Y-%m-%d} 退出" if known.left_on else "，一直没有退出"
    message = f"“{enterprise}”已是“{cluster}”的成员：{known.joined_text} 加入{until}"
    cure = "请核对加入日期，或先登记退出"
    raise AlreadyMember.at("joined_on", message, cure, f"{message}，时间不能重叠。")
