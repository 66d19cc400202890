"""Who may see places and keep them."""

from economy.roles import KEEPERS, READERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_pointofinterest",
    "economy.export_pointofinterest",
)
grant(
    KEEPERS,
    "economy.add_pointofinterest",
    "economy.change_pointofinterest",
)
