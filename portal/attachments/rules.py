"""Who may see source documents."""

from portal.accounts.roles import COMMUNITY_STAFF, STREET_STAFF, Role, grant

grant((*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR), "attachments.view_document")
