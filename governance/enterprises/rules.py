"""Who may see, register, change and close enterprises."""

from governance.roles import KEEPERS_OF_SECRETS, OFFICE, ON_SITE, REGISTRARS
from portal.accounts.roles import Role, grant

grant((*OFFICE, *ON_SITE), "governance.view_enterprise")
grant(OFFICE, "governance.export_enterprise")
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
grant(KEEPERS_OF_SECRETS, "governance.reveal_enterprise")
