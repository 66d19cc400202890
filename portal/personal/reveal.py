"""Showing personal data in full: permitted, for a stated purpose, and on the record."""

from __future__ import annotations

from typing import Any

from django.db import models

from portal.audit.events import record_event
from portal.errors import InvalidInput, NotPermitted
from portal.personal.fields import EncryptedField
from portal.personal.sealed import Sealed

SHORTEST_PURPOSE = 4


class PurposeRequired(InvalidInput):
    """No purpose was stated, or one too short to mean anything."""


def reveal(record: models.Model, field: str, *, by: Any, purpose: str) -> str:
    """The plaintext of one personal field of `record`; "" when nothing is stored.

    Needs the permission `<app>.reveal_<model>` on the record and a purpose of at least four letters or
    characters. Leaves an audit entry before anything is shown (个人信息保护法 art. 6 and 51).
    """
    meta = record._meta
    column = next((column for column in meta.get_fields() if column.name == field), None)
    if not isinstance(column, EncryptedField):
        raise InvalidInput("这一项不是可以查看原文的个人信息。")
    if not by.has_perm(f"{meta.app_label}.reveal_{meta.model_name}", record):
        raise NotPermitted(f"您没有查看完整{column.verbose_name}的权限。")
    if sum(char.isalnum() for char in purpose) < SHORTEST_PURPOSE:
        raise PurposeRequired(
            "请写明查看用途，不少于四个字。",
            [{"field": "purpose", "message": "用途不少于四个字。"}],
        )
    record_event(
        action="reveal",
        subject=record,
        detail={"field": field, "purpose": purpose.strip()},
        actor=by,
    )
    value = getattr(record, field)
    return value.reveal() if isinstance(value, Sealed) else ""
