"""Fields of the forms of this app."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.enterprises.models import Enterprise


def personal(name: str, **kwargs: Any) -> forms.Field:
    """The form field of a personal column: shows the mask, and sent back unchanged keeps what is stored."""
    return Enterprise._meta.get_field(name).formfield(required=False, max_length=60, **kwargs)
