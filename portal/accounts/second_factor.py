"""The second factor: one-time passwords of an authenticator app (TOTP, RFC 6238), and recovery codes.

Obligatory for administrators and auditors where `SECOND_FACTOR_REQUIRED` (domain sheet 3.10), open to all.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.writing import locked, writing

if TYPE_CHECKING:
    from portal.accounts.models import User

DEVICE_NAME = "手机验证器"
RECOVERY_NAME = "恢复码"
RECOVERY_CODES = 10
# Without the letters and digits that are misread on paper.
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 12


def has_second_factor(user: User) -> bool:
    """Whether a verified authenticator is bound to the account."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def must_have_second_factor(user: User) -> bool:
    """Whether the account may do nothing before one is bound."""
    return settings.SECOND_FACTOR_REQUIRED and user.needs_second_factor


@writing()
def new_device(user: User) -> TOTPDevice:
    """The authenticator being bound, the same until it is confirmed; refuses a second one."""
    locked(user)
    if has_second_factor(user):
        raise WrongState("已经绑定了验证器；要换手机，请先停用再重新绑定。")
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": DEVICE_NAME})
    return device


@writing()
def confirm_device(user: User, *, code: str) -> list[str]:
    """Bind the authenticator that shows `code`; returns the recovery codes, which are shown only now."""
    from portal.audit.events import record_event

    locked(user)
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None:
        raise WrongState("没有等待绑定的验证器，请重新打开绑定页面。")
    # A wrong code here guesses nothing: the secret is on the same page. So no throttling, and no waiting.
    device.throttle_reset(commit=False)
    if not device.verify_token(_digits(code)):
        raise WrongCode()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record_event(action="second_factor_bound", subject=user, actor=user)
    return _new_recovery_codes(user)


def verify_code(user: User, code: str) -> bool:
    """Whether `code` is this moment's one-time password or an unused recovery code; each works once.

    After wrong codes the next one is only looked at after a pause that doubles each time.
    """
    digits = _digits(code)
    with transaction.atomic():
        if digits.isdecimal() and len(digits) == 6:
            device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
            return device is not None and device.verify_token(digits)
        recovery = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        return recovery is not None and recovery.verify_token(_recovery_digest(user, digits))


def renew_recovery_codes(user: User, *, code: str) -> list[str]:
    """New recovery codes in place of the old ones, proved by a one-time password."""
    from portal.audit.events import record_event

    _prove(user, code)
    with writing():
        locked(user)
        record_event(action="recovery_codes_renewed", subject=user, actor=user)
        return _new_recovery_codes(user)


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    return StaticToken.objects.filter(device__user=user).count()


def unbind(user: User, *, code: str) -> None:
    """Take the authenticator off the account, proved by a code of it."""
    from portal.audit.events import record_event

    _prove(user, code)
    with writing():
        locked(user)
        _remove_devices(user)
        record_event(action="second_factor_unbound", subject=user, actor=user)


@writing()
def reset_second_factor(user: User, *, by: User, reason: str) -> None:
    """Take a lost authenticator off another's account; the security administrator, with a reason."""
    from portal.audit.events import record_event

    if not by.has_perm("accounts.unlock_user") or user.pk == by.pk:
        raise NotPermitted("只有安全管理员可以为他人解除验证器。")
    locked(user, by=by)
    if len(reason.strip()) < 2:
        raise InvalidInput("请写明解除验证器的理由。", [{"field": "reason", "message": "没有写理由"}])
    _remove_devices(user)
    record_event(action="second_factor_reset", subject=user, detail={"reason": reason.strip()}, actor=by)


def qr_code(device: TOTPDevice) -> SafeString:
    """The QR code to scan, as SVG to put into the page: no secret in an address or a file."""
    drawn = io.BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # drawn here, from numbers only


class WrongCode(InvalidInput):
    """A one-time password that is wrong, old or used, or came too soon after wrong ones."""

    def __init__(self) -> None:
        message = "动态口令不对、已用过，或输错后间隔太短"
        cure = "请等验证器显示下一组六位数字后再输入；手机时间要与网络时间一致"
        super().__init__(f"{message}；{cure}。", [{"field": "code", "message": message, "cure": cure}])


def _prove(user: User, code: str) -> None:
    """Outside a transaction, or the count of wrong codes would be undone with it."""
    if not verify_code(user, code):
        raise WrongCode()


def _new_recovery_codes(user: User) -> list[str]:
    """Only digests are stored: a copy of the database opens nothing."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY_NAME)
    codes = [get_random_string(RECOVERY_LENGTH, RECOVERY_ALPHABET) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        [StaticToken(device=device, token=_recovery_digest(user, code)) for code in codes]
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def _recovery_digest(user: User, code: str) -> str:
    """What the 16 characters of a stored token hold; keyed, so that stored digests cannot be guessed back."""
    return salted_hmac(f"recovery-code:{user.pk}", code, algorithm="sha256").hexdigest()[:16]


def _remove_devices(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _digits(code: str) -> str:
    """As typed from paper or a phone: spaces and dashes dropped, small letters."""
    return code.replace(" ", "").replace("-", "").strip().lower()
