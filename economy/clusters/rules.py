"""Who may see clusters and keep them."""

from economy.roles import KEEPERS, READERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_industrycluster",
    "economy.view_clustermembership",
    "economy.export_clustermembership",
)
grant(
    KEEPERS,
    "economy.add_industrycluster",
    "economy.change_industrycluster",
    "economy.join_cluster",
    "economy.leave_cluster",
)
