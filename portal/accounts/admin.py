"""Areas and accounts for the system administrator, posts and unlocking for the security administrator."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminPasswordWidget

from portal.accounts.actions import create_account, end_post, grant_post, reset_password
from portal.accounts.descriptions import permission_table
from portal.accounts.lockout import unlock_user
from portal.accounts.models import Area, Post, User
from portal.accounts.roles import DESCRIPTIONS, Role
from portal.accounts.second_factor import reset_second_factor
from portal.admin import ReadOnlyAdmin, ScopedModelAdmin, ScopedTabularInline, column
from portal.backoffice.pages import ActForm, act_page
from portal.errors import InvalidInput
from portal.personal.reveal import reveal


class AreaForm(forms.ModelForm):
    """An area; its place in the tree is chosen once, when it is entered."""

    parent = forms.ModelChoiceField(Area.objects.none(), label="上级区划", required=True)

    class Meta:
        model = Area
        fields = ("code", "name", "kind", "valid_from", "valid_to", "boundary")


@admin.register(Area)
class AreaAdmin(ScopedModelAdmin):
    """The tree, top down."""

    list_display = ("indented_name", "code", "kind", "valid_from", "valid_to")
    list_display_links = ("indented_name",)
    list_filter = ("kind",)
    search_fields = ("name", "code")
    ordering = ("path",)
    list_per_page = 100
    export = "accounts.areas"

    @admin.display(description="名称")
    def indented_name(self, area: Area) -> str:
        """The name, further in the deeper it lies."""
        return "\u3000" * (area.depth - 1) + area.name

    def get_form(
        self, request: HttpRequest, obj: Area | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new area also asks what it lies under."""
        if obj is None:
            kwargs["form"] = AreaForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.base_fields["parent"].queryset = Area.objects.visible_to(request.user)
        return form

    def get_fields(self, request: HttpRequest, obj: Area | None = None) -> list[str]:
        """The tree's own bookkeeping is nobody's to edit."""
        fields = ["code", "name", "kind", "valid_from", "valid_to", "boundary"]
        return fields if obj else ["parent", *fields]

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        """A new area goes under its parent; one may not add outside one's own reach."""
        if change:
            return super().save_model(request, obj, form, change)
        parent = form.cleaned_data["parent"]
        if parent.pk not in request.user.reach("accounts.add_area").below:
            raise InvalidInput(
                "只能在自己负责的区域内增加区划。", [{"field": "parent", "message": "不在您负责的区域内"}]
            )
        Area.objects.add_child(parent, instance=obj)


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
    def posts_today(self, user: User) -> str:
        """Role and area of every post in force."""
        return "、".join(f"{post.area.name}{post.get_role_display()}" for post in user.held_today) or "（无）"

    @display(description="状态", label={"可登录": "success", "待授岗": "warning", "已停用": "danger"})
    def standing(self, user: User) -> str:
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
                              password=given["password"], by=request.user)  # fmt: skip
        obj.pk = made.pk
        messages.info(request, "账号已建立，现在还不能登录：要等安全管理员授予岗位后才能使用。")

    def has_grant_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets grant posts."""
        return request.user.has_perm("accounts.grant_post")

    def has_unlock_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets unlock accounts."""
        return request.user.has_perm("accounts.unlock_user")

    @action(description="授予岗位", icon="badge", permissions=("grant",))
    def grant(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the form for a post of this account."""
        return redirect(f"{reverse('admin:accounts_post_add')}?{urlencode({'user': object_id})}")

    def has_reveal_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets see a mobile number in full."""
        return request.user.has_perm("accounts.reveal_user")

    @action(description="查看手机号", icon="visibility", permissions=("reveal",))
    def reveal_mobile(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The mobile number in full, for a stated purpose, on the record."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        here = reverse("admin:accounts_user_change", args=[user.pk])
        response = act_page(
            request, self, form=PurposeForm, title=f"查看“{user}”的手机号", submit="查看", back=here,
            explain="手机号平时只显示首尾几位。查看完整号码要写明用途，每次查看都会记入操作日志。",
            act=lambda given: f"“{user}”的手机号：{reveal(user, 'mobile', by=request.user, purpose=given['purpose']) or '没有登记'}",
        )  # fmt: skip
        response["Cache-Control"] = "no-store"
        return response

    @action(description="解除登录锁定", icon="lock_open", permissions=("unlock",))
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Forget the wrong passwords of an account."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        here = reverse("admin:accounts_user_change", args=[user.pk])
        return act_page(
            request, self, form=ReasonForm, title=f"解除“{user}”的登录锁定", submit="解除锁定", back=here,
            explain="连续输错密码会锁定账号一段时间。核实是本人后，可以提前解锁。",
            act=lambda given: _unlock(user, request.user, given["reason"]),
        )  # fmt: skip

    def has_reset_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets reset passwords."""
        return request.user.has_perm("accounts.reset_password")

    @action(description="重置密码", icon="lock_reset", permissions=("reset",))
    def reset(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A password of chance for who forgot his; shown this once."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        here = reverse("admin:accounts_user_change", args=[user.pk])
        response = act_page(
            request, self, form=ReasonForm, title=f"重置“{user}”的密码", submit="重置密码", back=here,
            explain="用于本人忘记密码。请先核实是本人；重置后，本人用临时密码登录，要先改成自己的密码才能办事。",
            act=lambda given: _reset(user, request.user, given["reason"]),
        )  # fmt: skip
        response["Cache-Control"] = "no-store"
        return response

    @action(description="解除验证器", icon="phonelink_erase", permissions=("unlock",))
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a lost authenticator off an account."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        here = reverse("admin:accounts_user_change", args=[user.pk])
        return act_page(
            request, self, form=ReasonForm, title=f"解除“{user}”的验证器", submit="解除验证器", back=here,
            explain="用于手机丢失或更换。请先当面核实是本人；解除后，本人下次登录时重新绑定。",
            act=lambda given: _release(user, request.user, given["reason"]),
        )  # fmt: skip


class PurposeForm(ActForm):
    """What for."""

    purpose = forms.CharField(
        label="查看用途",
        max_length=200,
        help_text="不少于四个字，会写入操作日志。如：电话核实本人身份后解锁。",
    )


class EndPostForm(ActForm):
    """From when a post is over, and why."""

    on = forms.DateField(label="最后一天", help_text="这一天仍然在岗，第二天起失效。")
    reason = forms.CharField(label="原因", min_length=2, max_length=200, help_text="如：岗位调整，附文号。")


@admin.register(Post)
class PostAdmin(ScopedModelAdmin):
    """Who holds which role where; granted and ended, never edited."""

    list_display = (column("user__full_name", "姓名"), "role", column("area__name", "区域"), "valid_from", "valid_to",
                    column("granted_by__full_name", "授岗人"))  # fmt: skip
    list_filter = ("role", "valid_from")
    search_fields = ("user__full_name", "user__username", "area__name")
    autocomplete_fields = ("user", "area")
    fields = ("user", "role", "area", "valid_from", "valid_to", "reason")
    add_permission = "accounts.grant_post"
    add_label = "授予岗位"
    actions_detail = ("end",)
    export = "accounts.posts"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a post is ended and another granted."""
        return False

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        """Granted by the action that keeps the rules of the three administrators."""
        given = form.cleaned_data
        made = grant_post(given["user"], role=given["role"], area=given["area"], by=request.user,
                          valid_from=given["valid_from"], valid_to=given["valid_to"], reason=given["reason"])  # fmt: skip
        obj.pk = made.pk

    def has_end_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets end posts."""
        return request.user.has_perm("accounts.end_post")

    @action(description="结束岗位", icon="event_busy", permissions=("end",))
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The last day of a post."""
        post = self.get_object(request, object_id)
        if post is None:
            raise Http404
        here = reverse("admin:accounts_post_change", args=[post.pk])

        def act(given: dict[str, Any]) -> str:
            end_post(post, by=request.user, on=given["on"], reason=given["reason"])
            return f"“{post}”的岗位到 {given['on']:%Y-%m-%d} 结束。"

        return act_page(
            request, self, form=EndPostForm, title=f"结束岗位：{post}", submit="结束岗位", back=here, act=act,
            initial={"on": timezone.localdate()}, explain="任职记录会保留，只写明最后一天；岗位结束后，账号没有其他岗位就不能登录。",
        )  # fmt: skip


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ReadOnlyAdmin):
    """Accounts with wrong passwords since the last login: for the security administrator."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    fields = ("username", "ip_address", "failures_since_start", "attempt_time", "path_info")
    shared = True
    view_permission = "accounts.unlock_user"
    actions_detail = ("unlock",)

    def has_unlock_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets unlock accounts."""
        return request.user.has_perm("accounts.unlock_user")

    @action(description="解除登录锁定", icon="lock_open", permissions=("unlock",))
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the account's own page for it."""
        attempt = self.get_object(request, object_id)
        user = attempt and User.objects.visible_to(request.user).filter(username=attempt.username).first()
        if user is None:
            messages.warning(request, "没有这个用户名的账号，等锁定时间过去即可。")
            return redirect("admin:axes_accessattempt_changelist")
        return redirect("admin:accounts_user_unlock", object_id=user.pk)


def roles_page(request: HttpRequest) -> HttpResponse:
    """What each role is for, and what it may do: straight from the code."""
    table = {
        label: [(words, name, [Role(role).label for role in roles]) for name, words, roles in rows]
        for label, rows in permission_table().items()
    }
    context = {
        **admin.site.each_context(request), "title": "岗位权限一览",
        "roles": [(role.label, DESCRIPTIONS[role]) for role in Role], "table": table,
    }  # fmt: skip
    return TemplateResponse(request, "backoffice/roles.html", context)


def _unlock(user: User, by: User, reason: str) -> str:
    unlock_user(user, by=by, reason=reason)
    return f"“{user}”的登录锁定已解除。"


def _reset(user: User, by: User, reason: str) -> str:
    password = reset_password(user, by=by, reason=reason)
    return f"“{user}”的临时密码是 {password} ，只显示这一次，请当面或电话告诉本人。"


def _release(user: User, by: User, reason: str) -> str:
    reset_second_factor(user, by=by, reason=reason)
    return f"“{user}”的验证器已解除，请通知本人重新绑定。"
