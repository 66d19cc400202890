"""Posts, and what each role may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from portal.accounts.actions import end_post, grant_post
from portal.accounts.descriptions import permission_table
from portal.accounts.models import Post
from portal.accounts.requests import user_of
from portal.accounts.roles import DESCRIPTIONS, Role
from portal.accounts.tables import PostTable
from portal.admin import ScopedModelAdmin
from portal.backoffice.pages import ActForm, act_page


class EndPostForm(ActForm):
    """From when a post is over, and why."""

    on = forms.DateField(label="最后一天", help_text="这一天仍然在岗，第二天起失效。")
    reason = forms.CharField(label="原因", min_length=2, max_length=200, help_text="如：岗位调整，附文号。")


@admin.register(Post)
class PostAdmin(ScopedModelAdmin):
    """Who holds which role where; granted and ended, never edited."""

    table = PostTable
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
        made = grant_post(given["user"], role=given["role"], area=given["area"], by=user_of(request),
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
            end_post(post, by=user_of(request), on=given["on"], reason=given["reason"])
            return f"“{post}”的岗位到 {given['on']:%Y-%m-%d} 结束。"

        return act_page(
            request, self, form=EndPostForm, title=f"结束岗位：{post}", submit="结束岗位", back=here, act=act,
            initial={"on": timezone.localdate()}, explain="任职记录会保留，只写明最后一天；岗位结束后，账号没有其他岗位就不能登录。",
        )  # fmt: skip


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
