"""A session from login to its end: how long it lasts, and how far its user got with the second factor."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from portal.accounts.second_factor import has_second_factor, must_have_second_factor

if TYPE_CHECKING:
    from portal.accounts.models import User

BEGAN, SEEN, FACTOR = "began_at", "seen_at", "second_factor"
# The moment of the last request is written at most once a minute, not with every page.
SEEN_PRECISION = 60


class Gate(StrEnum):
    """What must be done before anything else."""

    VERIFY = "accounts:verify"
    BIND = "accounts:second_factor"
    PASSWORD = "accounts:password"


def begin(session: SessionBase) -> None:
    """A login begins: whatever an earlier one proved in this browser no longer counts."""
    session[BEGAN] = session[SEEN] = int(time.time())
    session.pop(FACTOR, None)


def has_ended(session: SessionBase, user: User) -> bool:
    """Idle or open for too long, or the account no longer works: no post in force, switched off, out of the demo.

    Asked with every request, so that changed rights reach live sessions at once.
    """
    now = int(time.time())
    session.setdefault(BEGAN, now)
    session.setdefault(SEEN, now)
    return (
        now - session[BEGAN] > settings.SESSION_ABSOLUTE_LIMIT.total_seconds()
        or now - session[SEEN] > settings.SESSION_IDLE_LIMIT.total_seconds()
        or not may_work(user)
    )


def may_work(user: User) -> bool:
    """Active, with a post in force today; a demo account only where demo accounts are meant to be."""
    return user.is_active and (settings.DEMO or not user.is_demo) and bool(user.posts_on())


def note_use(session: SessionBase) -> None:
    """Remember that the session was used now."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= SEEN_PRECISION:
        session[SEEN] = now


def gate_of(session: SessionBase, user: User) -> Gate | None:
    """The page this user must pass first; None when the way is free. No query but the session's first."""
    state = session.get(FACTOR)
    if state is None:
        state = session[FACTOR] = "pending" if has_second_factor(user) else "absent"
    if state == "pending":
        return Gate.VERIFY
    if state == "absent" and must_have_second_factor(user):
        return Gate.BIND
    return Gate.PASSWORD if password_is_old(user) else None


def pass_second_factor(request: Any) -> None:
    """The code was right: the rest of the session is open, under a new session key."""
    request.session.cycle_key()
    request.session[FACTOR] = "passed"


def drop_second_factor(request: Any) -> None:
    """The authenticator was taken off the account."""
    request.session[FACTOR] = "absent"


def password_is_old(user: User) -> bool:
    """Past `PASSWORD_MAX_AGE` since the user last changed it, or given by somebody else and not yet changed."""
    changed = user.password_changed_at
    return changed is None or timezone.now() - changed > settings.PASSWORD_MAX_AGE
