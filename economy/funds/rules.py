"""Who may see funds in place, enter them, let them count and free a receipt number."""

from economy.funds.models import EDITABLE, FundsEntry, FundsState
from economy.roles import DECIDERS, READERS, REPORTERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_fundsentry",
    "economy.view_fundsevidence",
    "economy.view_fundstotal",
    "economy.view_projectfunds",
    "economy.view_fundsstatement",
    "economy.export_fundsentry",
)
grant(
    REPORTERS,
    "economy.add_fundsentry",
    "economy.submit_fundsentry",
)
grant(
    DECIDERS,
    "economy.review_fundsentry",
    "economy.release_receipt",
)


def is_editable(entry: FundsEntry) -> bool:
    """Whether an entry may still be changed: nobody counts on it yet."""
    return entry.state in EDITABLE


def is_releasable(entry: FundsEntry) -> bool:
    """Whether its receipt number is bound to an entry that no longer counts."""
    return entry.state == FundsState.VOIDED and not entry.receipt_released
