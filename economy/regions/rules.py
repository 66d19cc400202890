"""Who may see the table of regions."""

from economy.roles import READERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_sourceregion",
    "economy.export_sourceregion",
)
