"""Who may see funds in place, enter them, let them count and free a receipt number."""

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
