"""What kinds of personal data there are: how each is normalised, checked and masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from portal import identifiers


def accept_any(text: str) -> bool:
    """For kinds that have no form of their own."""
    return True


def is_resident_id(text: str) -> bool:
    """Whether the text is a valid resident ID today."""
    return identifiers.check_resident_id(text, today=timezone.localdate()).valid


@dataclass(frozen=True)
class Kind:
    """One kind of personal data; `refusal` is what a form says when `accepts` is false."""

    normalise: Callable[[str], str]
    mask: Callable[[str], str]
    accepts: Callable[[str], bool] = accept_any
    refusal: str = ""


KINDS = {
    "name": Kind(str.strip, identifiers.mask_name),
    "mobile": Kind(
        identifiers.normalise_mobile,
        identifiers.mask_mobile,
        identifiers.is_mobile,
        "手机号应为11位数字，以13至19开头。",
    ),
    "phone": Kind(
        identifiers.normalise_phone,
        identifiers.mask_phone,
        lambda text: identifiers.is_mobile(text) or identifiers.is_landline(text),
        "请填写手机号，或带区号的固定电话，例如 0371-68920000。",
    ),
    "resident_id": Kind(
        identifiers.compact,
        identifiers.mask_resident_id,
        is_resident_id,
        "身份证号不正确，请核对18位号码、出生日期和校验码。",
    ),
    "address": Kind(str.strip, identifiers.mask_address),
    "bank_card": Kind(identifiers.compact, identifiers.mask_bank_card),
    "text": Kind(str.strip, identifiers.mask_text),
}
