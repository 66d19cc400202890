"""Who may see an enterprise's figures by year and who enters them."""

from governance.roles import OFFICE
from portal.accounts.roles import Role, grant

grant(OFFICE, "governance.view_enterpriseyear", "governance.export_enterpriseyear")
grant(Role.ECONOMY_CLERK, "governance.add_enterpriseyear", "governance.change_enterpriseyear")
