"""Enterprises' years: the list, one year, and the form its figures are entered by."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from governance.enterprises.models import Enterprise
from governance.enterprises.rules import stands
from governance.years.actions import record_year
from governance.years.facts import YEAR_FACTS
from governance.years.models import EnterpriseYear
from governance.years.queries import doubt_about
from governance.years.tables import YearTable
from portal.errors import NotVisible
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from portal.site.records import Fact, Offer, RecordPage


class YearList(RecordList):
    """The years of every enterprise one may see, the last entered first."""

    table = YearTable
    empty = "没有年度数据。在企业的页面里点“填写一年”。"


class YearPage(RecordPage):
    """The figures of one year of an enterprise."""

    table = YearTable
    related = ("enterprise__area", "enterprise__industry", "source_document", "created_by")
    illustrative = "示例数据，非真实企业"
    facts = (
        "enterprise", "year", "revenue", "tax", "employment", "is_above_designated_size",
        Fact("核对", doubt_about, wide=True, optional=True), "source_document", "note",
    )  # fmt: skip
    offers = (
        Offer(
            "修改", "governance:enterprise_year", "governance.change_enterpriseyear", icon="pencil",
            when=lambda year: stands(year.enterprise), key=lambda year: year.enterprise_id,
            query=lambda year: f"?year={year.year}",
        ),
    )  # fmt: skip


class RecordYear(FormPage):
    """The figures of one year of an enterprise; `?year=` opens those on record."""

    about, permission, facts, action = Enterprise, "governance.change_enterpriseyear", YEAR_FACTS, record_year
    title, said = "年度数据", "已保存{result.year}年的数据。"
    lead = "同一年度再填一次，就是修改那一年。"

    @cached_property
    def stood(self) -> EnterpriseYear | None:
        """The year on record that is asked for."""
        asked = self.request.GET.get("year", "")
        if not (asked.isascii() and asked.isdecimal()):
            return None
        rows = EnterpriseYear.objects.visible_to(self.request.user).filter(enterprise=self.record)
        known = rows.filter(year=int(asked[:4])).first()
        if known is None:
            raise NotVisible(f"这家企业没有{asked[:4]}年的数据。")
        return known

    def start(self) -> dict[str, Any]:
        """What stands there."""
        return {given.name: given.of(self.stood) for given in self.facts} if self.stood else {}
