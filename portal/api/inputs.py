"""The body of a request, cleaned at the door before any field reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers

from portal.text import clean_line, clean_within

# The style of a text that may have lines, as Django REST framework says it.
LONG = {"base_template": "textarea.html"}


class Input(serializers.Serializer):
    """What a request is read by: every text in it comes without control and invisible characters.

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
