"""Who may see the table of industries and who keeps it."""

from governance.roles import OFFICE, ON_SITE
from portal.accounts.roles import Role, grant

grant(
    (*OFFICE, *ON_SITE, Role.SYSTEM_ADMIN),
    "governance.view_industrycode",
    "governance.export_industrycode",
)
grant(
    Role.SYSTEM_ADMIN,
    "governance.add_industrycode",
    "governance.change_industrycode",
)
