"""What there is to read of the register of enterprises."""

from __future__ import annotations

from governance.enterprises.models import Enterprise
from governance.industries.tables import sections
from portal.records.filters import Asked
from portal.records.tables import Table


class EnterpriseTable(Table):
    """Every enterprise with what the register keeps of it; names and numbers of persons go out masked."""

    model = Enterprise
    exported_as = "governance.enterprises"
    title = "企业名录"
    columns = (
        "name", "uscc", "uscc_missing_reason", "industry__code", "industry", "size", "area__code", "area",
        "registered_address", "business_address", "registered_capital", "established_on", "moved_in_on",
        "legal_representative", "contact_person", "contact_phone", "state", "state_on", "note", "source_document",
        "is_illustrative",
    )  # fmt: skip
    details = ("aliases", "created_at", "updated_at")
    on_api = ("name", "uscc", "industry", "industry_code", "size", "area", "business_address", "state", "state_on",
              "is_illustrative")  # fmt: skip
    on_page = ("name", "uscc", "industry", "legal_representative", "area", "state", "state_on")
    filters = {
        "area": (), "state": ("exact", "in"), "uscc": ("exact",), "size": ("exact",), "industry": ("exact",),
        "industry__code": ("exact", "startswith"), "industry__section": ("exact",), "is_illustrative": ("exact",),
        "moved_in_on": ("gte", "lte"), "established_on": ("gte", "lte"),
    }  # fmt: skip
    asked = (
        Asked("has_code", "有信用代码", "boolean",
              lambda rows, has, asking: rows.exclude(uscc="") if has else rows.filter(uscc="")),
        Asked("designated_in", "哪年规模以上", "integer",
              lambda rows, year, asking: rows.above_designated_size(year), least=1990, most=2100),
    )  # fmt: skip
    narrowed_by = ("area", "state", "industry__section", "size", "has_code", "designated_in", "moved_in_on__gte",
                   "moved_in_on__lte")  # fmt: skip
    choices_of = {"industry__section": sections}
    orders = {"name": ""}
    search_label = "搜名称、信用代码、地址"
    listed_at, opens_at = "governance:enterprises", "governance:enterprise"
