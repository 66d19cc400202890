"""The table of industries, to look a code up in."""

from __future__ import annotations

from governance.industries.tables import IndustryTable
from portal.site.lists import RecordList


class IndustryList(RecordList):
    """Every industry in force, unless others are asked for; the same for all offices."""

    table = IndustryTable
    asked_by_itself = {"in_force": "true"}
    page_size = 100
    empty = "没有符合条件的行业分类。还没有载入的，请系统管理员载入。"
