"""Whose public pages are seen: those of the office the address names, or of the only office there is.

Several offices may share one portal. The pages of each stand under the code of its street
(`/410106004000/land/`); with one office the code may be left out. Where there are several and none is named,
the reader chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.accounts.models import Area
from portal.accounts.requests import PageRequest
from portal.errors import NotVisible
from portal.site.offices import Masthead, Street, masthead_for, offices_here

STREET = r"(?:(?P<street>[0-9]{12})/)?"  # the code of a street in front of a public address, when it is named


@dataclass(frozen=True)
class PublicSide:
    """The office that public pages speak for; without a `street` no office is set up and they speak for all areas.

    `named` tells whether the address names it, and `alone` whether it is the only one here.
    """

    masthead: Masthead
    street: Street | None = None
    named: bool = False
    alone: bool = True

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of this office's page `name`."""
        return public_url(name, self.street.code if self.named and self.street else None, **kwargs)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Only the rows in the street, by their `area`."""
        return rows.filter(area__path__startswith=self.street.path) if self.street else rows

    def around(self) -> QuerySet[Area]:
        """The street and the areas it lies in; every area when no office is set up."""
        return Area.objects.lineage_of(self.street.path) if self.street else Area.objects.all()


class PublicRequest(PageRequest):
    """What `public_page` makes of a request; for annotations only."""

    side: PublicSide


def public_side(code: str | None) -> PublicSide | None:
    """The side of the street `code`, or of the only office; None when there are several to choose from.

    Refuses a code that no office here has.
    """
    offices = offices_here()
    if code is None:
        if len(offices) > 1:
            return None
        return PublicSide(offices[0].masthead, offices[0]) if offices else PublicSide(masthead_for(None))
    street = next((office for office in offices if office.code == code), None)
    if street is None:
        raise NotVisible("这里没有这个街道的页面，请从首页选择街道。")
    return PublicSide(street.masthead, street, named=True, alone=len(offices) == 1)


def public_url(name: str, street: str | None = None, **kwargs: Any) -> str:
    """The address of the public page `name`, under the code of a street when one is given."""
    return reverse(name, kwargs={**kwargs, "street": street} if street else kwargs)
