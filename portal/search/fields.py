"""The searchable text of a record, kept by the database itself."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast, Coalesce, Lower


class Folded(Func):
    """Text as it is searched: full-width and compatibility forms unified (NFKC)."""

    template = "normalize(%(expressions)s, NFKC)"
    output_field = models.TextField()


class SearchText(models.GeneratedField):
    """One generated column with the folded text of `sources`, which `search` looks in.

        search_text = SearchText("title", "note")

    The app's next migration gives it its index: `AddSearchIndex("indicatorreport")`.
    """

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        self.sources = sources
        super().__init__(
            expression=Lower(Folded(_joined(sources))), output_field=models.TextField(), db_persist=True,
            verbose_name=kwargs.get("verbose_name") or "检索文本",
        )  # fmt: skip

    def deconstruct(self) -> tuple[str, str, tuple, dict]:
        """Only the sources: the expression follows from them."""
        name, path, _, _ = super().deconstruct()
        return name, path, self.sources, {}


def _joined(sources: tuple[str, ...]) -> Any:
    texts = [Coalesce(Cast(F(name), models.TextField()), Value("")) for name in sources]
    if len(texts) == 1:
        return texts[0]
    spaced = [part for text in texts for part in (text, Value(" "))][:-1]
    return _Joined(*spaced)


class _Joined(Func):
    """`a || b`: unlike `concat`, immutable, as a generated column must be."""

    arg_joiner = " || "
    template = "(%(expressions)s)"
    output_field = models.TextField()
