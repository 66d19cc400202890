"""Who may see contracts, enter and void them."""

from economy.roles import DECIDERS, READERS, REPORTERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_contract",
    "economy.export_contract",
)
grant(
    REPORTERS,
    "economy.add_contract",
)
grant(
    DECIDERS,
    "economy.void_contract",
)
