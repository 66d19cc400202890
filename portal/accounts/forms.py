"""Forms of login, password and second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as BasePasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.validators import MaxLengthValidator

from portal.accounts.actions import change_password


class LoginForm(AuthenticationForm):
    """Name and password. Every refusal reads the same, so that nobody learns which names exist."""

    error_messages = {
        "invalid_login": "用户名或密码不对，或者这个账号还没有岗位。请核对大小写后再试；"
        f"连续输错 {settings.AXES_FAILURE_LIMIT} 次将锁定"
        f" {int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)} 分钟。",
        "inactive": "用户名或密码不对，或者这个账号还没有岗位。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = self.username_field.max_length
        self.fields["username"].validators.append(
            MaxLengthValidator(longest, f"用户名不超过 {longest} 个字。")
        )
        self.fields["username"].widget.attrs.update(
            autocomplete="username", autocapitalize="none", spellcheck="false"
        )
        self.fields["password"].label = "密码"


class PasswordChangeForm(BasePasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        "password_incorrect": "现在的密码不对，请重新输入。",
        "password_mismatch": "两次输入的新密码不一样。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "现在的密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "".join(password_validators_help_texts())
        self.fields["new_password2"].label = "再输入一次新密码"
        self.fields["new_password2"].help_text = ""

    def save(self, commit: bool = True) -> Any:
        """Change it by the rules, remembering the old one."""
        change_password(self.user, password=self.cleaned_data["new_password1"])
        return self.user


class CodeForm(forms.Form):
    """A one-time password, or a recovery code."""

    code = forms.CharField(
        label="动态口令",
        max_length=20,
        help_text="手机验证器现在显示的六位数字；手机不在身边时，可输入一个恢复码。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )
