"""What there is to read of enterprises' figures by year."""

from __future__ import annotations

from governance.years.models import EnterpriseYear
from governance.years.queries import size_doubt
from portal.records.columns import Col
from portal.records.tables import Table


class YearTable(Table):
    """The figures of every year with the document they come from, and what is doubtful about them."""

    model = EnterpriseYear
    exported_as = "governance.enterprise_years"
    columns = (
        "enterprise", "enterprise__uscc", "enterprise__area", "year", "revenue", "tax", "employment",
        "is_above_designated_size", Col(name="doubt", label="核对", kind="text", value=size_doubt), "source_document",
        "note", "is_illustrative",
    )  # fmt: skip
    on_page = ("enterprise", "enterprise_area", "year", "revenue", "tax", "employment", "is_above_designated_size", "doubt",
               "is_illustrative")  # fmt: skip
    filters = {
        "area": (), "enterprise": ("exact",), "year": ("exact", "gte", "lte"), "is_above_designated_size": ("exact",),
        "is_illustrative": ("exact",),
    }  # fmt: skip
    narrowed_by = ("area", "enterprise", "year", "is_above_designated_size")
    orders = {"year": ""}
    search_fields = ("enterprise__name",)
    search_label = "搜企业名称"
    listed_at, opens_at = "governance:enterprise_years", "governance:year_figures"
