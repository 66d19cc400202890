"""Password rules of the classified-protection baseline (GB/T 22239-2019, identity a): project defaults."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

MINIMUM_LENGTH = 10
READABLE = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")  # without 0 O, 1 l I
CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")


def chance_password() -> str:
    """Three groups of four by chance, easily told on the phone: about 65 bits, within the rules."""
    return "-".join("".join(secrets.choice(signs) for signs in (*READABLE, READABLE[1])) for _ in range(3))


class ComplexityValidator:
    """At least 10 characters from at least three of: lower case, upper case, digits, other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is too short or too plain."""
        if len(password) < MINIMUM_LENGTH:
            raise ValidationError(
                f"密码至少 {MINIMUM_LENGTH} 位，现在是 {len(password)} 位。", code="too_short"
            )
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < 3:
            raise ValidationError("密码要包含大写字母、小写字母、数字、符号中的至少三种。", code="too_plain")

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return f"至少 {MINIMUM_LENGTH} 位，包含大写字母、小写字母、数字、符号中的至少三种。"


class HistoryValidator:
    """Not one of the last passwords."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse the current password and the ones before it."""
        if user is None:
            return
        known = [user.password, *user.password_history][: settings.PASSWORD_HISTORY]
        if any(digest and check_password(password, digest) for digest in known):
            raise ValidationError(f"不能与最近 {settings.PASSWORD_HISTORY} 次用过的密码相同。", code="reused")

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return f"不能与最近 {settings.PASSWORD_HISTORY} 次用过的密码相同。"
