"""Login, logout, password and second factor. The admin uses the same pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from portal.accounts import second_factor, sessions
from portal.accounts.forms import CodeForm, LoginForm, PasswordChangeForm
from portal.accounts.requests import DeskRequest
from portal.accounts.returning import openable
from portal.audit.events import record_event
from portal.errors import Refusal


class LoginView(auth_views.LoginView):
    """The one way in for people; the session gets a new key and begins here."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stubs know a later Django
        """Where one was going, or the nearest page to it that can be opened."""
        return openable(super().get_redirect_url())

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in; what is still missing (second factor, new password) is asked for by the guard."""
        response = super().form_valid(form)
        sessions.begin(self.request.session)
        return response


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """The back office has no login of its own; who is in already and came here may not enter it."""
    if request.user.is_authenticated:
        raise PermissionDenied("您的岗位不能进入后台。")
    return auth_views.redirect_to_login(request.GET.get("next") or resolve_url("admin:index"))


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The browser's answer to too many wrong attempts."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}
    page = render(request, "accounts/locked.html", context, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


class PasswordView(auth_views.PasswordChangeView):
    """Change the password; all other sessions of the account end."""

    request: DeskRequest
    template_name = "accounts/password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("accounts:password")

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, and keep only this session."""
        form.save()
        update_session_auth_hash(self.request, form.user)
        record_event(action="password_changed", subject=form.user, actor=form.user)
        messages.success(self.request, "密码已修改，您在其他设备上的登录已经结束。")
        return redirect(_next(self.request) or settings.LOGIN_REDIRECT_URL)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why one was sent here."""
        user, days = self.request.user, settings.PASSWORD_MAX_AGE.days
        is_given = user.password_changed_at is None
        is_old = not is_given and sessions.password_is_old(user)
        return super().get_context_data(is_given=is_given, is_old=is_old, days=days, **kwargs)


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class CodePage(FormView):
    """A page that asks for a code; a wrong one is told beside the field."""

    request: DeskRequest
    form_class = CodeForm

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Take the code, or say why not."""
        try:
            return self.take(form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", refusal.message)
            return self.form_invalid(form)

    def take(self, code: str) -> HttpResponse:
        """What the code is for."""
        raise NotImplementedError


class VerifyView(CodePage):
    """The second step of a login."""

    template_name = "accounts/verify.html"

    def take(self, code: str) -> HttpResponse:
        """Open the session with a right code; a wrong one is recorded."""
        user = self.request.user
        if not second_factor.verify_code(user, code):
            record_event(action="second_factor_failed", subject=user, actor=user)
            raise second_factor.WrongCode()
        sessions.pass_second_factor(self.request)
        record_event(action="second_factor_passed", subject=user, actor=user)
        return redirect(_next(self.request) or settings.LOGIN_REDIRECT_URL)


class SecondFactorView(CodePage):
    """Bind an authenticator; once bound, what there is and how to change it."""

    template_name = "accounts/second_factor.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page to bind, or what is bound."""
        if second_factor.has_second_factor(self.request.user):
            left = second_factor.recovery_codes_left(self.request.user)
            return render(request, "accounts/second_factor_bound.html", {"codes_left": left})
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The QR code and the secret in it."""
        user = self.request.user
        context = super().get_context_data(**kwargs)
        context["required"] = second_factor.must_have_second_factor(user)
        device = second_factor.new_device(user)
        return context | {"qr_code": second_factor.qr_code(device), "secret": _in_fours(device)}

    def take(self, code: str) -> HttpResponse:
        """Bind; the recovery codes are shown this once."""
        codes = second_factor.confirm_device(self.request.user, code=code)
        sessions.pass_second_factor(self.request)
        return _show_codes(self.request, codes)


class RecoveryCodesView(CodePage):
    """New recovery codes in place of the old ones."""

    template_name = "accounts/confirm_code.html"
    extra_context = {"title": "重新生成恢复码", "action": "生成新的恢复码", "text": "旧的恢复码将全部作废。"}

    def take(self, code: str) -> HttpResponse:
        """Show the new ones this once."""
        return _show_codes(self.request, second_factor.renew_recovery_codes(self.request.user, code=code))


class UnbindView(CodePage):
    """Take the authenticator off, to change the phone or to do without."""

    template_name = "accounts/confirm_code.html"
    extra_context = {"title": "停用验证器", "action": "停用", "text": "换手机时先停用，再用新手机绑定。"}

    def take(self, code: str) -> HttpResponse:
        """Off; who must have one is sent to bind the next."""
        second_factor.unbind(self.request.user, code=code)
        sessions.drop_second_factor(self.request)
        messages.success(self.request, "验证器已停用。")
        return redirect("accounts:second_factor")


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": _next(request)})


def _in_fours(device: Any) -> str:
    from base64 import b32encode

    secret = b32encode(device.bin_key).decode()
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def _next(request: HttpRequest) -> str:
    """Where the user was going; only within this portal."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return openable(url) if safe else ""
