"""Making accounts, granting and ending posts: the acts of the three administrators."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.accounts.models import Area, Post, User
from portal.accounts.passwords import chance_password
from portal.accounts.roles import Role
from portal.errors import InvalidInput, NotPermitted
from portal.writing import locked, saved, writing


@writing()
def create_account(*, username: str, full_name: str, password: str, by: User, mobile: str = "") -> User:
    """A new account that cannot log in until the security administrator grants it a post.

    Its password, known to who made it, opens nothing but the page to change it.
    """
    if not by.has_perm("accounts.add_user"):
        raise NotPermitted("只有系统管理员可以建立账号。")
    user = User(username=username, full_name=full_name, mobile=mobile, password_changed_at=None)
    _check_password(password, user)
    user.set_password(password)
    return saved(user)


@writing()
def change_password(user: User, *, password: str) -> None:
    """Set a new password by the rules, remembering the old ones so that they cannot come back."""
    locked(user)
    _check_password(password, user)
    user.password_history = [user.password, *user.password_history][:10]
    user.set_password(password)
    user.password_changed_at = timezone.now()
    saved(user)


@writing()
def reset_password(user: User, *, by: User, reason: str) -> str:
    """Give somebody who forgot it a password of chance, which opens nothing but the page to change it.

    The security administrator's act, never on his own account; ends all sessions and tokens of the account.
    Returns the password, which is kept nowhere.
    """
    from portal.audit.events import record_event

    if not by.has_perm("accounts.reset_password") or user.pk == by.pk:
        raise NotPermitted("只有安全管理员可以为他人重置密码。")
    locked(user, by=by)
    if len(reason.strip()) < 2:
        raise InvalidInput("请写明重置密码的理由。", [{"field": "reason", "message": "没有写理由"}])
    password = chance_password()
    user.password_history = [user.password, *user.password_history][:10]
    user.set_password(password)
    user.password_changed_at = None
    saved(user)
    record_event(action="password_reset", subject=user, actor=by, reason=reason.strip())
    return password


@writing()
def grant_post(user: User, *, role: Role | str, area: Area, by: User, valid_from: date | None = None,
               valid_to: date | None = None, reason: str = "") -> Post:  # fmt: skip
    """Give `user` a role over `area`; refuses overlaps the three-administrator rule forbids.

    A security administrator grants within the area of his own post only, and never to himself.
    """
    if not by.reach("accounts.grant_post").below.__contains__(area.pk):
        raise NotPermitted("只有安全管理员可以在自己负责的区域内授予岗位。")
    if user.pk == by.pk:
        raise NotPermitted("不能给自己授予岗位。")
    return place(user, role=role, area=area, by=by, valid_from=valid_from, valid_to=valid_to, reason=reason)


@writing()
def place(user: User, *, role: Role | str, area: Area, by: User | None = None, valid_from: date | None = None,
          valid_to: date | None = None, reason: str = "") -> Post:  # fmt: skip
    """Write the post without asking who grants it (first installation, data sets); the database still refuses."""
    post = Post(user=user, role=role, area=area, valid_from=valid_from or timezone.localdate(),
                valid_to=valid_to, reason=reason, granted_by=by)  # fmt: skip
    try:
        post.full_clean()
    except ValidationError as error:
        raise InvalidInput("；".join(error.messages)) from error
    saved(post)
    user.forget_posts()
    return post


@writing()
def end_post(post: Post, *, by: User, on: date, reason: str) -> Post:
    """The last day of a post; history is kept, nothing is deleted."""
    locked(post, by=by)
    if not by.has_perm("accounts.end_post", post):
        raise NotPermitted("只有安全管理员可以结束岗位。")
    if on < post.valid_from:
        raise InvalidInput("止期不能早于起期。")
    post.valid_to, post.reason = on, reason or post.reason
    saved(post)
    post.user.forget_posts()
    return post


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput("；".join(error.messages)) from error
