"""Login for people who hold a post."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class PostBackend(ModelBackend):
    """Name and password; refuses accounts without a post in force, and demo accounts outside the demo."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None,
                     password: str | None = None, **kwargs: Any) -> Any:  # fmt: skip
        """The user, or None."""
        return super().authenticate(request, username=username, password=password, **kwargs)

    def user_can_authenticate(self, user: Any) -> bool:
        """Active, with a post in force today; a demo account only where demo accounts are meant to be."""
        if not user.is_active or (user.is_demo and not settings.DEMO):
            return False
        return bool(user.posts_on())

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Answered by the user's posts alone."""
        return user_obj.has_perm(perm, obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What the user's posts grant."""
        return user_obj.permissions() if user_obj.is_authenticated else set()
