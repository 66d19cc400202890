"""Who may see, report, review and publish indicators."""

from portal.accounts.roles import COMMUNITY_STAFF, STREET_STAFF, Role, grant

REVIEWERS = (Role.SECTION_CHIEF, Role.STREET_LEADER)
REPORTERS = (Role.ECONOMY_CLERK, *COMMUNITY_STAFF)
READERS = (*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR)

grant(
    READERS,
    "economy.view_indicator",
    "economy.view_indicatortarget",
    "economy.view_indicatorreport",
    "economy.view_ratiorule",
    "economy.export_indicatorreport",
)
grant(
    REPORTERS,
    "economy.save_report",
    "economy.submit_report",
    "economy.withdraw_report",
    "economy.void_report",
    "economy.correct_report",
)
grant(
    REVIEWERS,
    "economy.return_report",
    "economy.approve_report",
    "economy.publish_report",
    "economy.lock_report",
)
grant(
    (Role.ECONOMY_CLERK, Role.SECTION_CHIEF),
    "economy.add_indicator",
    "economy.change_indicator",
    "economy.add_ratiorule",
    "economy.change_ratiorule",
)
grant(Role.SECTION_CHIEF, "economy.add_indicatortarget", "economy.change_indicatortarget")
