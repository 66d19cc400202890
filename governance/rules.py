"""Who may see, register, change and close enterprises, and who keeps the table of industries."""

from portal.accounts.roles import COMMUNITY_STAFF, GRID_STAFF, STREET_STAFF, Role, grant

REGISTRARS = (Role.ECONOMY_CLERK, Role.SAFETY_OFFICER, *COMMUNITY_STAFF)
OFFICE = (*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR)
ON_SITE = (*GRID_STAFF, Role.INSPECTOR)

grant((*OFFICE, *ON_SITE), "governance.view_enterprise", "governance.view_industrycode")
grant(
    OFFICE,
    "governance.view_enterpriseyear",
    "governance.export_enterprise",
    "governance.export_enterpriseyear",
)
grant(
    REGISTRARS,
    "governance.add_enterprise",
    "governance.change_enterprise",
    "governance.suspend_enterprise",
    "governance.resume_enterprise",
    "governance.relocate_enterprise",
    "governance.return_enterprise",
    "governance.close_enterprise",
    "governance.deregister_enterprise",
)
grant(Role.SECTION_CHIEF, "governance.void_enterprise")
grant(
    (Role.ECONOMY_CLERK, Role.SAFETY_OFFICER, Role.SECTION_CHIEF, Role.COMMUNITY_SECRETARY),
    "governance.reveal_enterprise",
)
grant(Role.ECONOMY_CLERK, "governance.add_enterpriseyear", "governance.change_enterpriseyear")
grant(
    Role.SYSTEM_ADMIN,
    "governance.view_industrycode",
    "governance.add_industrycode",
    "governance.change_industrycode",
)
