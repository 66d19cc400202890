"""Who may see projects, register and move them, and who decides about going back."""

from economy.roles import DECIDERS, KEEPERS, READERS, REPORTERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_project",
    "economy.view_projectmilestone",
    "economy.view_stagereversal",
    "economy.export_project",
)
grant(
    REPORTERS,
    "economy.add_project",
    "economy.change_project",
    "economy.advance_project",
    "economy.suspend_project",
    "economy.resume_project",
    "economy.propose_reversal",
)
grant(
    KEEPERS,
    "economy.terminate_project",
)
grant(
    DECIDERS,
    "economy.confirm_reversal",
    "economy.void_project",
)
