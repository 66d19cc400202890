"""Deadlines, their rules and the working calendar as files."""

from __future__ import annotations

from portal.accounts.roles import Role, grant
from portal.clock.tables import CalendarDayTable, CalendarYearTable, DeadlineRuleTable, DeadlineTable
from portal.exchange.outgoing import Export

grant((Role.AUDITOR, Role.SYSTEM_ADMIN), "clock.export_calendaryear")
grant((Role.AUDITOR, Role.SECTION_CHIEF, Role.STREET_LEADER), "clock.export_deadline")


class CalendarYearExport(Export):
    """The years whose working days are known."""

    name = "clock.years"
    permission = "clock.export_calendaryear"
    table = CalendarYearTable
    shared = True


class CalendarDayExport(Export):
    """Days off and make-up workdays."""

    name = "clock.days"
    permission = "clock.export_calendaryear"
    table = CalendarDayTable
    shared = True


class DeadlineRuleExport(Export):
    """Deadline rules, past versions too."""

    name = "clock.rules"
    permission = "clock.export_calendaryear"
    table = DeadlineRuleTable
    shared = True


class DeadlineExport(Export):
    """Deadlines of records."""

    name = "clock.deadlines"
    permission = "clock.export_deadline"
    table = DeadlineTable
