"""Background work of the pages."""

from __future__ import annotations

from portal.daily import daily
from portal.site.sent_forms import forget_sent_forms


@daily("site.forget_sent_forms")
def forget_old_sent_forms() -> None:
    """Forget which forms were sent more than two days ago."""
    forget_sent_forms()
