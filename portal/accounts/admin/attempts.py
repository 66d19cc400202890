"""Wrong passwords since the last login."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action

from portal.accounts.models import User
from portal.admin import ReadOnlyAdmin


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
