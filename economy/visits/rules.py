"""Who may see visits and enter them."""

from economy.roles import READERS, REPORTERS
from portal.accounts.roles import grant

grant(READERS, "economy.view_projectvisit", "economy.export_projectvisit")
grant(REPORTERS, "economy.add_projectvisit")
