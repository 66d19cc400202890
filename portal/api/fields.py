"""What the API reads: bodies and the fields of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.datastructures import MultiValueDict
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.text import clean_line, clean_within

MAX_KEY = 2**63 - 1
LONG = {"base_template": "textarea.html"}  # the style of a text that may have lines, as Django REST framework says it


class Input(serializers.Serializer):
    """The body of a request; every text in it is cleaned at the door, before any field reads it.

    Only a text whose `style` is `LONG` keeps its lines. A field with `trim_whitespace=False` holds a password and is
    taken exactly as it was sent.
    """

    def to_internal_value(self, data: Any) -> Any:
        """The values; refuses as the fields do."""
        if isinstance(data, MultiValueDict):
            data = MultiValueDict({
                name: [self._cleaned(name, value) for value in values] for name, values in data.lists()
            })  # fmt: skip
        elif isinstance(data, Mapping):
            data = {name: self._cleaned(name, value) for name, value in data.items()}
        return super().to_internal_value(data)

    def _cleaned(self, name: str, value: Any) -> Any:
        field = self.fields.get(name)
        if field is None or not getattr(field, "trim_whitespace", True):
            return value
        if isinstance(value, UploadedFile) and value.name:
            value.name = clean_line(value.name)
        return clean_within(value, lines=not isinstance(field, serializers.CharField) or field.style == LONG)


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
