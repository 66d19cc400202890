"""Tokens: how programs log in."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class TokenQuerySet(models.QuerySet):
    """Tokens, by whether they still open anything."""

    def visible_to(self, user: object) -> Self:
        """The user's own tokens: nobody looks at another's."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=user)


class Token(models.Model):
    """A program's key to act as its user; only the SHA-256 of it is kept, and it is shown once.

    It opens nothing once revoked or expired, after the user's password changed, and after the user's last
    post ended.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="账号")
    prefix = models.CharField("开头", max_length=8)
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("签发时间", default=timezone.now)
    expires_at = models.DateTimeField("到期时间")
    last_used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def is_usable(self) -> bool:
        """Neither revoked nor expired, and younger than the user's password."""
        changed = self.user.password_changed_at
        return (
            self.revoked_at is None
            and self.expires_at > timezone.now()
            and changed is not None
            and self.created_at >= changed
        )
