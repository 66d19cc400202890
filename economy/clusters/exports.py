"""Members of clusters as a file."""

from __future__ import annotations

from economy.clusters.filters import MemberFilter
from economy.clusters.models import ClusterMembership
from portal.exchange.outgoing import Column, Export


class ClusterMemberExport(Export):
    """Every membership, from when to when."""

    name = "economy.cluster_members"
    title = "集群成员"
    permission = "economy.export_clustermembership"
    model = ClusterMembership
    filterset = MemberFilter
    columns = (
        Column("cluster", "产业集群", "cluster__name"),
        Column("enterprise", "企业", "enterprise__name"),
        Column("uscc", "统一社会信用代码", "enterprise__uscc", kind="code"),
        Column("industry", "行业", "enterprise__industry__name"),
        Column("role", "角色"),
        Column("joined_on", "加入日期"),
        Column("joined_precision", "加入日期精度"),
        Column("left_on", "退出日期"),
        Column("left_reason", "退出原因"),
        Column("area", "企业所在区域", "enterprise__area__name"),
        Column("document", "来源文件", "source_document__title"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )
