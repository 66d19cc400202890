"""Who may see indicators and define them, and who sets targets."""

from economy.roles import KEEPERS, READERS
from portal.accounts.roles import Role, grant

grant(
    READERS,
    "economy.view_indicator",
    "economy.view_indicatortarget",
    "economy.view_ratiorule",
    "economy.export_indicatortarget",
)
grant(
    KEEPERS,
    "economy.add_indicator",
    "economy.change_indicator",
    "economy.add_ratiorule",
    "economy.change_ratiorule",
)
grant(
    Role.SECTION_CHIEF,
    "economy.add_indicatortarget",
    "economy.change_indicatortarget",
)
