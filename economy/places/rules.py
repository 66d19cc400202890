"""Who may see places and keep them."""

from typing import Any

from economy.roles import KEEPERS, READERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_pointofinterest",
    "economy.export_pointofinterest",
)
grant(
    KEEPERS,
    "economy.add_pointofinterest",
    "economy.change_pointofinterest",
)


def is_published(record: Any) -> bool:
    """Whether it stands on the public layer."""
    return record.is_public
