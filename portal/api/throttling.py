"""How often one caller may ask: counted per minute in Redis, one round trip a request."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django_redis import get_redis_connection
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)
WINDOW = 60


class MinuteThrottle(BaseThrottle):
    """At most `API_RATES[scope]` requests a minute of one caller; lets through when Redis is away."""

    scope = "user"

    def caller(self, request: Request) -> str | None:
        """Who is counted; None is not counted."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count this request and say whether it may go on."""
        caller = self.caller(request)
        if caller is None:
            return True
        try:
            return (
                _count(f"throttle:{self.scope}:{caller}:{int(time.time()) // WINDOW}")
                <= settings.API_RATES[self.scope]
            )
        except RedisError:
            logger.warning("Redis is away, requests are not counted")
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return WINDOW - time.time() % WINDOW


class AnonymousThrottle(MinuteThrottle):
    """Callers without an account, by address."""

    scope = "anonymous"

    def caller(self, request: Request) -> str | None:
        return None if request.user.is_authenticated else self.get_ident(request)


class UserThrottle(MinuteThrottle):
    """Accounts, each for itself."""

    scope = "user"

    def caller(self, request: Request) -> str | None:
        return str(request.user.pk) if request.user.is_authenticated else None


class TokenThrottle(MinuteThrottle):
    """Attempts to get a token, by address; the lockout of accounts comes on top."""

    scope = "token"

    def caller(self, request: Request) -> str | None:
        return self.get_ident(request)


def _count(key: str) -> int:
    redis = get_redis_connection("default")
    count = redis.incr(key)
    if count == 1:
        redis.expire(key, WINDOW * 2)
    return count
