"""What the page of an enterprise shows beside its facts."""

from __future__ import annotations

from typing import Any

from governance.models import Enterprise, EnterpriseYear


def years_of(enterprise: Enterprise, user: Any) -> list[EnterpriseYear]:
    """The annual figures `user` may see, the latest first, each with its document: one query."""
    rows = EnterpriseYear.objects.visible_to(user).filter(enterprise=enterprise)
    found = list(rows.select_related("source_document").order_by("-year"))
    for year in found:
        year.enterprise = enterprise
    return found
