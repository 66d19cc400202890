"""Who may see, register, change and close enterprises."""

from governance.enterprises.models import Enterprise, EnterpriseState
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


def stands(enterprise: Enterprise) -> bool:
    """Whether it was entered rightly: nothing more is recorded of a voided one."""
    return enterprise.state != EnterpriseState.VOIDED
