"""Who may see and change what stands in the masthead."""

from portal.accounts.roles import COMMUNITY_STAFF, GRID_STAFF, STREET_STAFF, Role, grant

grant(
    (*STREET_STAFF, *COMMUNITY_STAFF, *GRID_STAFF, Role.AUDITOR, Role.SYSTEM_ADMIN),
    "site.view_office",
)
grant(Role.SYSTEM_ADMIN, "site.add_office", "site.change_office")
