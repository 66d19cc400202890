"""The register and the annual figures as files; names and numbers of persons go out masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from governance.enterprises.filters import EnterpriseFilter
from governance.enterprises.models import Enterprise
from portal.exchange.outgoing import Column, Export
from portal.scoping import view_permission
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.accounts.models import User


class EnterpriseExport(Export):
    """Every enterprise with what the register keeps of it."""

    name = "governance.enterprises"
    title = "企业名录"
    permission = "governance.export_enterprise"
    model = Enterprise
    filterset = EnterpriseFilter
    columns = (
        Column("name", "企业名称"),
        Column("uscc", "统一社会信用代码", kind="code"),
        Column("uscc_missing_reason", "无信用代码的原因"),
        Column("industry_code", "行业代码", "industry__code", kind="code"),
        Column("industry", "行业", "industry__name"),
        Column("size", "规模"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "所属区域", "area__name"),
        Column("registered_address", "注册地址"),
        Column("business_address", "经营地址"),
        Column("registered_capital", "注册资本（万元）"),
        Column("established_on", "成立日期"),
        Column("moved_in_on", "入驻日期"),
        Column("legal_representative", "法定代表人"),
        Column("contact_person", "联系人"),
        Column("contact_phone", "联系电话"),
        Column("state", "状态"),
        Column("state_on", "自哪天起"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )

    def search(self, rows: QuerySet, text: str, user: User) -> QuerySet:
        """What the list page finds."""
        return search(rows, text, areas=user.reach(view_permission(self.model)).below)
