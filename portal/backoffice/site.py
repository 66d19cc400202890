"""The site itself; login, logout and passwords are those of the whole portal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from unfold.sites import UnfoldAdminSite

from portal.figures.whole import whole_number


class BackOffice(UnfoldAdminSite):
    """For people whose post opens the back office; they log in at `/login/`, as everybody does."""

    site_title = "街道门户管理后台"
    site_header = "管理后台"
    index_title = "管理后台"
    enable_nav_sidebar = True

    def extra_urls(self) -> list[URLPattern]:
        """Pages that show no single model."""
        from portal.accounts.admin.posts import roles_page

        return [path("accounts/roles/", self.admin_view(roles_page), name="accounts_roles")]

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Log out and go to the public home."""
        return LogoutView.as_view(next_page=settings.LOGOUT_REDIRECT_URL)(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's own page, where the password rules are kept."""
        return redirect("accounts:password")

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Find a section of the back office; refuses a page number that is none."""
        if whole_number(request.GET.get("page", "1"), least=1, most=10**6) is None:
            raise Http404
        return super().search(request, extra_context)
