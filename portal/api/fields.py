"""Input fields of the API."""

from __future__ import annotations

from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

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
