"""The API's field that names an industry."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.industries.models import IndustryCode
from governance.industries.queries import industry_named
from portal.errors import InvalidInput


@extend_schema_field({"type": "string", "maxLength": 40})
class IndustryText(serializers.Field):
    """An industry by code or name."""

    def to_internal_value(self, data: Any) -> IndustryCode:
        """The industry of the loaded table."""
        if not isinstance(data, str) or not 0 < len(data) <= 40:
            raise serializers.ValidationError("应为行业代码或名称，例如 6820。")
        try:
            return industry_named(data)
        except InvalidInput as error:
            raise serializers.ValidationError(error.message) from error

    def to_representation(self, value: IndustryCode) -> str:
        """Its code."""
        return value.code
