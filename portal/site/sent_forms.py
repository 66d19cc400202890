"""One-time keys of forms: two clicks on a slow line, or a page sent again, make one record and lead to it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.site.models import SentForm

if TYPE_CHECKING:
    from portal.accounts.models import User

KEPT = timedelta(days=2)
NOT_TYPED = ("csrfmiddlewaretoken", "_draft")


def new_key() -> str:
    """The key of a form that is opened now."""
    return uuid4().hex


def key_of(request: HttpRequest) -> str:
    """What tells this sending from any other: the form as it was opened, and what was typed; empty without a key.

    Going back and changing something makes another sending, so that nothing typed is lost by being taken for a copy.
    """
    once = request.POST.get("once", "")
    if not (len(once) == 32 and once.isalnum()):
        return ""
    typed = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in NOT_TYPED]
    sent: Any = sorted(request.FILES.items())
    files = [(name, file.name, file.size) for name, file in sent]
    return hashlib.sha256(repr((request.path, request.user.pk, typed, files)).encode()).hexdigest()


def sent_before(key: str, *, user: User) -> SentForm | None:
    """The same form, taken already; None when this is the first, which is noted in the transaction it is taken in.

    Of two at the same moment the second waits here until the first is done, or undone.
    """
    if not key:
        return None
    sent, is_first = SentForm.objects.get_or_create(key=key, defaults={"user": user})
    return None if is_first else sent


def note_place(key: str, place: str) -> None:
    """Remember where a form led."""
    if key:
        SentForm.objects.filter(key=key).update(place=place[:300])


@transaction.atomic
def forget_sent_forms() -> int:
    """Forget the forms of more than two days ago; returns how many."""
    return SentForm.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
