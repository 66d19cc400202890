"""Who may read and download the bulletin of their office."""

from portal.accounts.roles import COMMUNITY_STAFF, STREET_STAFF, Role, grant

grant((*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR), "bulletin.view_bulletin")
