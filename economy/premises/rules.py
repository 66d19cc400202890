"""Who may see carriers, keep them and put them on the public map."""

from economy.roles import DECIDERS, KEEPERS, READERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_industrialcarrier",
    "economy.view_premises",
    "economy.export_industrialcarrier",
)
grant(
    KEEPERS,
    "economy.save_carrier",
)
grant(
    DECIDERS,
    "economy.publish_carrier",
)
