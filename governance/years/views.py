"""The page a year's figures are entered on."""

from __future__ import annotations

from typing import Any

from governance.enterprises.models import Enterprise
from governance.years.actions import record_year
from governance.years.facts import YEAR_FACTS
from governance.years.models import EnterpriseYear
from portal.errors import NotVisible
from portal.site.form_pages import FormPage


class RecordYear(FormPage):
    """The figures of one year of an enterprise; `?year=` opens those on record."""

    about, permission, facts, action = Enterprise, "governance.change_enterpriseyear", YEAR_FACTS, record_year
    title, said, list_url = "年度数据", "已保存{result.year}年的数据。", "governance:enterprises"
    lead = "同一年度再填一次，就是修改那一年。"

    def start(self) -> dict[str, Any]:
        """The year on record that is asked for."""
        asked = self.request.GET.get("year", "")
        if not (asked.isascii() and asked.isdecimal()):
            return {}
        rows = EnterpriseYear.objects.visible_to(self.request.user).filter(enterprise=self.record)
        known = rows.filter(year=int(asked[:4])).first()
        if known is None:
            raise NotVisible(f"这家企业没有{asked[:4]}年的数据。")
        return {given.name: given.of(known) for given in self.facts}
