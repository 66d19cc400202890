"""The request as the desk's pages get it: somebody is logged in, and htmx may have asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from portal.accounts.models import User


class DeskRequest(HttpRequest):
    """What the middleware makes of every request under login; for annotations only."""

    user: User
    htmx: HtmxDetails
