"""Pages of the back office: counted up to a cap, so that no list ever counts a large table."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

CAP = 10_001


class CappedPaginator(Paginator):
    """Counts to 10,001 and no further: deeper than that one filters, one does not leaf."""

    @cached_property
    def count(self) -> int:
        """Rows there are, 10,001 meaning more than 10,000."""
        rows: Any = self.object_list
        return rows.order_by()[:CAP].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.count >= CAP
