"""The paragraph of the clusters and their members."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.queries import member_count
from economy.clusters.tables import MemberTable
from portal.bulletin.declare import Figure, LeftOut, Scope, Source, Text, paragraph
from portal.bulletin.phrases import ILLUSTRATIVE, listed, opening
from portal.figures.periods import PeriodType


@paragraph("招商引资", order=60)
def cluster_members(scope: Scope) -> Text | None:
    """Who joined the office's clusters in the period, and how many belong at its end; None when nobody joined."""
    stated: list[Text] = []
    left_out: list[LeftOut] = []
    for cluster, memberships in _clusters(scope):
        joined = [
            one for one in memberships if scope.period.starts_on <= one.joined_on <= scope.period.ends_on
        ]
        if joined and cluster.is_illustrative:
            left_out.append(LeftOut(f"{cluster}的成员", cluster.get_absolute_url(), ILLUSTRATIVE))
        elif joined:
            stated.append(_cluster(cluster, joined, memberships, scope))
    if not stated:
        return list(left_out) or None
    return [opening(scope), *listed(stated), "。", *left_out]


def _clusters(scope: Scope) -> list[tuple[IndustryCluster, list[ClusterMembership]]]:
    """The office's clusters with all their members, by industry: one query."""
    rows = ClusterMembership.objects.visible_to(scope.user).filter(cluster__area=scope.area)
    rows = rows.select_related("cluster", "enterprise__industry", "source_document").order_by("cluster_id")
    return [
        (cluster, sorted(members, key=lambda one: (_industry(one), one.joined_on, one.pk)))
        for cluster, members in groupby(rows, key=lambda one: one.cluster)
    ]


def _cluster(
    cluster: IndustryCluster,
    joined: list[ClusterMembership],
    memberships: list[ClusterMembership],
    scope: Scope,
) -> Text:
    """“保险金融产业集群新引进财产保险企业2家（…），年底共有成员2家”."""
    text: Text = [f"{cluster}新引进"]
    for number, (industry, group) in enumerate(groupby(joined, key=_industry)):
        members = list(group)
        names = "、".join(str(one.enterprise) for one in members)
        source = _member_source(cluster, members, scope)
        text += [
            "、" if number else "",
            f"{industry}企业",
            Figure(f"{len(members)}家", source),
            f"（{names}）",
        ]
    end = scope.period.ends_on
    when = "年底" if scope.period.type == PeriodType.YEAR else f"{end.month}月底"
    present = [one for one in memberships if one.holds_on(end)]
    source = _member_source(cluster, present, scope, on=True)
    total = Figure(f"{member_count(present, end)}家", source, "按成员的加入、退出日期计算")
    return [*text, f"，{when}共有成员", total]


def _member_source(
    cluster: IndustryCluster, members: list[ClusterMembership], scope: Scope, *, on: bool = False
) -> Source:
    """The list of exactly these members, and the document they all come from."""
    first, last = scope.period.starts_on, scope.period.ends_on
    asked: dict[str, Any] = {"on": last} if on else {"joined_on__gte": first, "joined_on__lte": last}
    documents = {one.source_document for one in members}
    document = documents.pop() if len(documents) == 1 else None
    return Source(
        record=f"{cluster}成员", url=MemberTable.link(cluster=cluster, **asked),
        document=document.title if document else "", document_url=document.get_absolute_url() if document else "",
    )  # fmt: skip


def _industry(membership: ClusterMembership) -> str:
    industry = membership.enterprise.industry
    return industry.name if industry else ""
