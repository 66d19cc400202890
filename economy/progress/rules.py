"""Who may see completed investment and report it."""

from economy.roles import READERS, REPORTERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_projectprogress",
)
grant(
    REPORTERS,
    "economy.add_projectprogress",
)
