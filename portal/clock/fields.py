"""Model fields of time."""

from __future__ import annotations

from typing import Any

from django.db import models


class MonthField(models.CharField):
    """A month as `2018-03`; stored as plain text, so that months compare as texts do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 7, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As the text it is stored as."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), kwargs
