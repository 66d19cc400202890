"""The field an industry is named in."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.industries.models import IndustryCode
from governance.industries.queries import industry_named
from portal.errors import InvalidInput


class IndustryField(forms.CharField):
    """An industry by code or name, checked against the loaded table."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.printed if isinstance(value, IndustryCode) else value

    def clean(self, value: Any) -> IndustryCode | None:
        """The industry; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return industry_named(text)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error
