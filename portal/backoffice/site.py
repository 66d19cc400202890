"""The site itself: who may enter, and where login, logout and passwords really live."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from unfold.sites import UnfoldAdminSite


class BackOffice(UnfoldAdminSite):
    """For people whose post opens the back office; they log in where everybody does."""

    site_title = "街道门户管理后台"
    site_header = "管理后台"
    index_title = "管理后台"
    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own login page; refuses who is logged in without such a post."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("您的岗位不能进入管理后台。")
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Log out and go to the public home."""
        return LogoutView.as_view(next_page=settings.LOGOUT_REDIRECT_URL)(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own page, where the password rules are kept."""
        try:
            return redirect(reverse(settings.PASSWORD_CHANGE_VIEW))
        except NoReverseMatch:
            raise Http404 from None

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Find a section of the back office; refuses a page number that is none."""
        if not request.GET.get("page", "1").isascii() or not request.GET.get("page", "1").isdigit():
            raise Http404
        return super().search(request, extra_context)
