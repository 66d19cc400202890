"""Enterprises' figures by year as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.years.models import EnterpriseYear
from portal.exchange.outgoing import Column, Export

if TYPE_CHECKING:
    pass


class EnterpriseYearExport(Export):
    """The figures of every year with the document they come from."""

    name = "governance.enterprise_years"
    title = "企业年度数据"
    permission = "governance.export_enterpriseyear"
    model = EnterpriseYear
    filters = {
        "enterprise": ["exact"],
        "year": ["exact", "gte", "lte"],
        "is_above_designated_size": ["exact"],
    }
    columns = (
        Column("enterprise", "企业名称", "enterprise__name"),
        Column("uscc", "统一社会信用代码", "enterprise__uscc", kind="code"),
        Column("area", "所属区域", "enterprise__area__name"),
        Column("year", "年度"),
        Column("revenue", "主营业务收入（万元）"),
        Column("tax", "纳税额（万元）"),
        Column("employment", "从业人数（人）"),
        Column("is_above_designated_size", "规模以上"),
        Column("document", "来源文件", "source_document__title"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )
