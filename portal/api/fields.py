"""Input fields of the API."""

from __future__ import annotations

from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.inputs import LONG
from portal.attachments.models import Document
from portal.errors import InvalidInput
from portal.figures.periods import Period, parse_period

MAX_KEY = 2**63 - 1


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MAX_KEY})
class VisibleRelatedField(serializers.RelatedField):
    """A record named by its id, chosen among those the caller may see; others do not exist."""

    default_error_messages = {
        "does_not_exist": "没有编号为 {pk} 的记录，或者它不在您负责的区域内。",
        "incorrect_type": "应为记录编号（整数）。",
    }

    def get_queryset(self) -> models.QuerySet:
        """What may be chosen."""
        return super().get_queryset().visible_to(self.context["request"].user)

    def to_internal_value(self, data: Any) -> models.Model:
        """The record; refuses what is no id, or not visible."""
        if isinstance(data, bool) or not isinstance(data, int) or not 0 < data <= MAX_KEY:
            self.fail("incorrect_type")
        record = self.get_queryset().filter(pk=data).first()
        if record is None:
            self.fail("does_not_exist", pk=data)
        return record

    def to_representation(self, value: models.Model) -> int:
        """Its id."""
        return value.pk


def text(length: int, label: str) -> serializers.CharField:
    """A text that may be left out."""
    return serializers.CharField(required=False, allow_blank=True, max_length=length, help_text=label)


def lines(length: int, label: str, **options: Any) -> serializers.CharField:
    """A longer text, which keeps its lines; it may be left out unless `required`."""
    how = {"required": False, "allow_blank": not options.get("required"), **options}
    return serializers.CharField(max_length=length, style=LONG, help_text=label, **how)


def money(label: str, **options: object) -> serializers.DecimalField:
    """An amount in 万元."""
    return serializers.DecimalField(18, 6, help_text=label, **options)


def confirmed() -> serializers.BooleanField:
    """The answer to a question that was asked back."""
    return serializers.BooleanField(required=False, default=False, help_text="数字无误：回答“相差千倍”的提问")


def document(label: str, **options: object) -> VisibleRelatedField:
    """A document kept before."""
    return VisibleRelatedField(queryset=Document.objects.all(), help_text=label, **options)


@extend_schema_field({"type": "string", "maxLength": 20})
class PeriodField(serializers.Field):
    """A month, as 2018-03 or 2018年1—3月."""

    def to_internal_value(self, data: Any) -> Period:
        """January to that month; refuses other than a short text."""
        if not isinstance(data, str) or not 0 < len(data) <= 20:
            raise serializers.ValidationError("应为期间，例如 2018-03。")
        try:
            named = parse_period(data)
        except InvalidInput as error:
            raise serializers.ValidationError(error.message) from error
        return Period(named.year, named.end_month, cumulative=True)

    def to_representation(self, value: Period) -> str:
        """The month as it is stored."""
        return value.code
