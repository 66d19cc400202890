"""What the clock refuses."""

from __future__ import annotations

from datetime import date

from portal.errors import Refusal


class CalendarUnavailable(Refusal):
    """The working days of `year` are not known: the State Council's notice for it was not loaded."""

    status = 409

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的放假调休安排还没有载入，无法推算工作日；"
            f"请系统管理员在工作台“工作日历”载入国务院办公厅关于 {year} 年节假日安排的通知。"
        )
        self.year = year


class NoSuchRule(Refusal):
    """No version of the deadline rule `code` was in force on `day`."""

    status = 409

    def __init__(self, code: str, day: date) -> None:
        super().__init__(f"{day} 没有施行中的期限规则“{code}”，请系统管理员先补上这一时期的规则。")
