"""Who may see clusters and keep them."""

from economy.clusters.models import ClusterMembership
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


def lasts(membership: ClusterMembership) -> bool:
    """Whether it has not ended."""
    return membership.left_on is None
