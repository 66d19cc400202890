"""The menu of the back office: the sections a post opens, by app, in Chinese."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

ICONS = {
    "accounts": "badge", "api": "key", "audit": "verified_user", "clock": "calendar_month", "exchange": "swap_vert",
    "attachments": "attach_file", "workflow": "account_tree", "economy": "monitoring", "axes": "lock",
}  # fmt: skip


def stylesheet(request: HttpRequest) -> str:
    """The back office's own style."""
    return static("backoffice/backoffice.css")


def script(request: HttpRequest) -> str:
    """Chinese words for the theme's scripts."""
    return static("backoffice/backoffice.js")


def drafts(request: HttpRequest) -> str:
    """What keeps typed forms until they are taken; it learns from its address whose they are."""
    return f"{static('js/drafts.js')}#{request.user.pk}"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """One group per app with the sections this user may enter; pages without a model come last in their group."""
    groups: list[dict[str, Any]] = [
        {"title": "总览", "items": [{"title": "后台首页", "icon": "home", "link": reverse("admin:index")}]}
    ]
    for app in admin.site.get_app_list(request):
        items = [
            {"title": model["name"], "icon": ICONS.get(app["app_label"], "folder"), "link": model["admin_url"]}
            for model in app["models"] if model["admin_url"]
        ]  # fmt: skip
        groups.append({"title": app["name"], "items": [*items, *_pages(app["app_label"])], "separator": True})
    return groups


def account_links(request: HttpRequest) -> list[dict[str, str]]:
    """What stands under one's name."""
    return [
        {"title": "返回工作台", "link": settings.LOGIN_REDIRECT_URL},
        {"title": "修改密码", "link": reverse("accounts:password")},
        {"title": "动态口令", "link": reverse("accounts:second_factor")},
    ]


def _pages(app_label: str) -> list[dict[str, Any]]:
    """Pages of an app that show no single model."""
    known = {"accounts": [("岗位权限一览", "admin:accounts_roles", "rule")]}
    return [
        {"title": title, "icon": icon, "link": reverse(name)}
        for title, name, icon in known.get(app_label, [])
    ]
