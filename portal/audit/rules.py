"""Who reads the trail, who proves it, and who sees the history of a record."""

from portal.accounts.roles import COMMUNITY_STAFF, GRID_STAFF, STREET_STAFF, Role, grant

grant(Role.AUDIT_ADMIN, "audit.view_entry", "audit.verify")
grant(Role.AUDITOR, "audit.verify", "audit.view_history")
grant((*STREET_STAFF, *COMMUNITY_STAFF, *GRID_STAFF), "audit.view_history")
