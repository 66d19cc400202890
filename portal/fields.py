"""Fields that many kinds of record have: a document, a colleague, an amount."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def document_field(label: str = "来源文件") -> Any:
    """The document a record comes from or rests on; there may be none."""
    return models.ForeignKey(
        "attachments.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def colleague_field(label: str) -> Any:
    """Somebody of the office who did something to a record; nobody yet."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def amount_field(
    label: str, help_text: str = "", *, digits: int = 18, places: int = 6
) -> models.DecimalField:
    """A number in the unit its label ends with; what is not known is null, never zero."""
    return models.DecimalField(
        label, max_digits=digits, decimal_places=places, null=True, blank=True, help_text=help_text
    )
