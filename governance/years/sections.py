"""What the page of an enterprise shows of its years."""

from __future__ import annotations

from governance.enterprises.rules import stands
from governance.years.tables import YearTable
from portal.site.records import Offer
from portal.site.sections import Section, on_page_of

NEW_YEAR = Offer(
    "填写一年", "governance:enterprise_year", "governance.change_enterpriseyear", icon="plus-lg", when=stands
)

on_page_of(
    "governance.Enterprise",
    Section(
        YearTable, "enterprise", title="年度数据", ordering="-year", limit=30, offers=(NEW_YEAR,), empty="还没有年度数据。",
        columns=("year", "revenue", "tax", "employment", "is_above_designated_size", "doubt", "source_document",
                 "is_illustrative"),
    ),
)  # fmt: skip
