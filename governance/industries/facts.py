"""How an industry is entered: by its code or name, checked against the loaded table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from governance.industries.models import IndustryCode
from governance.industries.queries import industry_named
from portal.records.facts import Asked, Given
from portal.records.kinds import Named, Text


@dataclass(frozen=True)
class Industry(Named):
    """An industry by code or name, for pages and programs alike."""

    by: tuple[str, ...] = ("printed",)
    json: ClassVar[Mapping[str, Any]] = {"type": "string", "maxLength": 40}

    def read(self, raw: Any, given: Given, asked: Asked) -> IndustryCode:
        """The industry of the loaded table; refuses what is not in it."""
        return industry_named(Text().read(raw, given, asked))

    def example(self, given: Given, asked: Asked) -> dict[str, Any] | None:
        """The first that is loaded."""
        found = IndustryCode.objects.order_by("code").first()
        return {given.name: found.code} if found else None


INDUSTRY = Given("industry", Industry(), most=40)
