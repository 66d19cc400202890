"""Who may see carriers, keep them and put them on the public map."""

from economy.premises.models import IndustrialCarrier
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


def is_due_for_review(carrier: IndustrialCarrier) -> bool:
    """Whether it should have been looked at again by now."""
    return carrier.is_stale()


def is_hidden(carrier: IndustrialCarrier) -> bool:
    """Whether it does not stand on the public map."""
    return not carrier.is_public
