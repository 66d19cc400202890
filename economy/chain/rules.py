"""Who may see the chains and the enterprises courted, and who keeps them."""

from economy.roles import INVESTMENT_READERS, KEEPERS
from portal.accounts.roles import grant

grant(
    INVESTMENT_READERS,
    "economy.view_chainlink",
    "economy.view_targetenterprise",
    "economy.export_targetenterprise",
)
grant(
    KEEPERS,
    "economy.add_chainlink",
    "economy.change_chainlink",
    "economy.add_targetenterprise",
    "economy.change_targetenterprise",
)
