"""Accounts, and what is done to one: unlocked, given a new password, looked into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminPasswordWidget

from portal.accounts.actions import create_account, reset_password
from portal.accounts.lockout import unlock_user
from portal.accounts.models import Post, User
from portal.accounts.requests import user_of
from portal.accounts.second_factor import reset_second_factor
from portal.admin import ScopedModelAdmin, ScopedTabularInline
from portal.backoffice.pages import ActForm, act_page
from portal.personal.reveal import reveal


class ListedUser(Protocol):
    """An account as the list reads it, with its posts of today."""

    is_active: bool
    held_today: list[Post]


class PostInline(ScopedTabularInline):
    """The posts of an account, to look at."""

    model = Post
    fk_name = "user"
    fields = ("role", "area", "valid_from", "valid_to", "reason")
    readonly_fields = fields
    ordering = ("-valid_from", "-id")
    verbose_name_plural = "任职经历"
    max_num = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Posts are granted and ended, not edited."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the area's name at hand."""
        return super().get_queryset(request).select_related("area", "user")


class AccountForm(forms.ModelForm):
    """A new account with its first password."""

    password = forms.CharField(
        label="初始密码", widget=UnfoldAdminPasswordWidget, strip=False,
        help_text="至少 10 位，包含大写字母、小写字母、数字、符号中的至少三种。",
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("username", "full_name", "mobile")


class ReasonForm(ActForm):
    """Why."""

    reason = forms.CharField(
        label="理由", min_length=2, max_length=200, help_text="如：本人电话申请，已核实身份。"
    )


class PurposeForm(ActForm):
    """What for."""

    purpose = forms.CharField(
        label="查看用途",
        max_length=200,
        help_text="不少于四个字，会写入操作日志。如：电话核实本人身份后解锁。",
    )


@admin.register(User)
class UserAdmin(ScopedModelAdmin):
    """Accounts: entered by the system administrator, of no use until the security administrator grants a post."""

    list_display = ("username", "full_name", "posts_today", "standing", "created_at")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name")
    ordering = ("-id",)
    add_label = "建立账号"
    readonly_fields = ("username", "password_changed_at", "created_at")
    inlines = (PostInline,)
    actions_detail = ("grant", "unlock", "reset", "release", "reveal_mobile")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the posts of today, one query for all rows."""
        held = Post.objects.in_force().select_related("area").order_by("id")
        return super().get_queryset(request).prefetch_related(Prefetch("posts", held, to_attr="held_today"))

    @admin.display(description="现任岗位")
    def posts_today(self, user: ListedUser) -> str:
        """Role and area of every post in force."""
        return "、".join(f"{post.area.name}{post.get_role_display()}" for post in user.held_today) or "（无）"

    @display(description="状态", label={"可登录": "success", "待授岗": "warning", "已停用": "danger"})
    def standing(self, user: ListedUser) -> str:
        """Whether the account works."""
        if not user.is_active:
            return "已停用"
        return "可登录" if user.held_today else "待授岗"

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new account asks for a password; later nobody but its owner sets one."""
        if obj is None:
            kwargs["form"] = AccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """What is asked, and later shown."""
        if obj is None:
            return ("username", "full_name", "mobile", "password")
        return ("username", "full_name", "mobile", "is_active", "password_changed_at", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """The user name is fixed once given."""
        return () if obj is None else self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type, ...]:
        """A new account has no posts."""
        return () if obj is None else self.inlines

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account comes from the action that keeps the rules."""
        if change:
            return super().save_model(request, obj, form, change)
        given = form.cleaned_data
        made = create_account(username=given["username"], full_name=given["full_name"], mobile=given["mobile"] or "",
                              password=given["password"], by=user_of(request))  # fmt: skip
        obj.pk = made.pk
        messages.info(request, "账号已建立，现在还不能登录：要等安全管理员授予岗位后才能使用。")

    def has_grant_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets grant posts."""
        return request.user.has_perm("accounts.grant_post")

    def has_unlock_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets unlock accounts."""
        return request.user.has_perm("accounts.unlock_user")

    def has_reveal_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets see a mobile number in full."""
        return request.user.has_perm("accounts.reveal_user")

    def has_reset_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets reset passwords."""
        return request.user.has_perm("accounts.reset_password")

    @action(description="授予岗位", icon="badge", permissions=("grant",))
    def grant(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the form for a post of this account."""
        return redirect(f"{reverse('admin:accounts_post_add')}?{urlencode({'user': object_id})}")

    @action(description="查看手机号", icon="visibility", permissions=("reveal",))
    def reveal_mobile(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The mobile number in full, for a stated purpose, on the record."""
        return self._act(
            request, object_id, form=PurposeForm, title="查看“{}”的手机号", submit="查看",
            explain="手机号平时只显示首尾几位。查看完整号码要写明用途，每次查看都会记入操作日志。",
            act=lambda user, given: f"“{user}”的手机号：{reveal(user, 'mobile', by=user_of(request), purpose=given['purpose']) or '没有登记'}",
        )  # fmt: skip

    @action(description="解除登录锁定", icon="lock_open", permissions=("unlock",))
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Forget the wrong passwords of an account."""
        return self._act(
            request, object_id, form=ReasonForm, title="解除“{}”的登录锁定", submit="解除锁定",
            explain="连续输错密码会锁定账号一段时间。核实是本人后，可以提前解锁。",
            act=lambda user, given: _unlock(user, user_of(request), given["reason"]),
        )  # fmt: skip

    @action(description="重置密码", icon="lock_reset", permissions=("reset",))
    def reset(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A password of chance for who forgot his; shown this once."""
        return self._act(
            request, object_id, form=ReasonForm, title="重置“{}”的密码", submit="重置密码",
            explain="用于本人忘记密码。请先核实是本人；重置后，本人用临时密码登录，要先改成自己的密码才能办事。",
            act=lambda user, given: _reset(user, user_of(request), given["reason"]),
        )  # fmt: skip

    @action(description="解除验证器", icon="phonelink_erase", permissions=("unlock",))
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a lost authenticator off an account."""
        return self._act(
            request, object_id, form=ReasonForm, title="解除“{}”的验证器", submit="解除验证器",
            explain="用于手机丢失或更换。请先当面核实是本人；解除后，本人下次登录时重新绑定。",
            act=lambda user, given: _release(user, user_of(request), given["reason"]),
        )  # fmt: skip

    def _act(self, request: HttpRequest, object_id: str, *, title: str, act: Callable[[User, dict[str, Any]], str],
             **page: Any) -> HttpResponse:  # fmt: skip
        """The page that asks before one thing is done to an account; nobody keeps what it shows."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        response = act_page(
            request, self, title=title.format(user), back=reverse("admin:accounts_user_change", args=[user.pk]),
            act=lambda given: act(user, given), **page,
        )  # fmt: skip
        response["Cache-Control"] = "no-store"
        return response


def _unlock(user: User, by: User, reason: str) -> str:
    unlock_user(user, by=by, reason=reason)
    return f"“{user}”的登录锁定已解除。"


def _reset(user: User, by: User, reason: str) -> str:
    password = reset_password(user, by=by, reason=reason)
    return f"“{user}”的临时密码是 {password} ，只显示这一次，请当面或电话告诉本人。"


def _release(user: User, by: User, reason: str) -> str:
    reset_second_factor(user, by=by, reason=reason)
    return f"“{user}”的验证器已解除，请通知本人重新绑定。"
