"""Who may load a calendar, set deadline rules and see deadlines."""

from portal.accounts.roles import COMMUNITY_STAFF, GRID_STAFF, STREET_STAFF, Role, grant

grant(
    Role.SYSTEM_ADMIN,
    "clock.load_year",
    "clock.set_rule",
    "clock.view_calendaryear",
    "clock.view_deadlinerule",
)
grant(
    (*STREET_STAFF, *COMMUNITY_STAFF, *GRID_STAFF, Role.INSPECTOR, Role.AUDITOR),
    "clock.view_deadline", "clock.view_pause", "clock.view_extension",
    "clock.view_calendaryear", "clock.view_deadlinerule",
)  # fmt: skip
