"""What the page of an enterprise shows beside its facts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from governance.enterprises.actions import registered_name
from governance.enterprises.models import Enterprise
from portal.accounts.models import Area
from portal.identifiers import compact

MOST_NAMED = 10


def enterprises_named(text: str, *, area: Area, user: Any) -> list[Enterprise]:
    """The enterprises in `area` or below known by a code, a name or an alias, as `user` may see them.

    When none answers to the whole text, those whose name holds it; ten at most.
    """
    name, words = registered_name(text), text.strip()
    rows = Enterprise.objects.visible_to(user).registered().filter(area__path__startswith=area.path)
    rows = rows.select_related("area").order_by("pk")
    exact = Q(name=name) | Q(aliases__contains=[words]) | (Q(uscc=compact(text)) & ~Q(uscc=""))
    return list(rows.filter(exact)[:MOST_NAMED]) or list(rows.filter(name__contains=name)[:MOST_NAMED])
