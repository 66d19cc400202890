"""Issuing and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from portal.api.models import Token

if TYPE_CHECKING:
    from portal.accounts.models import User


def issue_token(user: User) -> str:
    """A new token of `user`, in clear for the only time; it lives for `API_TOKEN_LIFETIME`."""
    text = secrets.token_urlsafe(32)
    Token.objects.create(
        user=user,
        prefix=text[:8],
        digest=digest(text),
        expires_at=timezone.now() + settings.API_TOKEN_LIFETIME,
    )
    return text


def revoke_token(token: Token) -> None:
    """From now on the token opens nothing; the row stays."""
    Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def digest(text: str) -> str:
    """What is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()
