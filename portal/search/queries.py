"""Search any word in any scope.

Three ways, chosen inside one statement by how many records hold the words:
a rare word: its records are read and those in scope kept; a frequent one: the index of words is joined with
the areas (a few areas are asked of the same index, many of their own, as bitmaps); one too frequent for that:
the list walks its own order and looks into the text, which finds a page quickly exactly because the word is
everywhere. Found records are materialised before they are sorted, or the planner walks the order for a word
that is nowhere (7 s instead of 0.1 ms on a million records).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThan, Lookup

from portal.errors import InvalidInput
from portal.text import clean_line

FEW = 500
FEW_AREAS = 8
MANY = 3_000
MOST_WORDS = 8

HITS = """
WITH few AS MATERIALIZED (
    SELECT id, area_id, search_text FROM {table}
    WHERE search_tokens(area_id, search_text) @> %(grams)s LIMIT {few} + 1
), many AS MATERIALIZED (
    SELECT id, area_id, search_text FROM {table}
    WHERE (SELECT count(*) FROM few) > {few}
      AND search_tokens(area_id, search_text) @> %(grams)s AND {in_scope} LIMIT {many} + 1
), found AS (
    SELECT * FROM few WHERE (SELECT count(*) FROM few) <= {few} AND area_id = ANY(%(areas)s)
    UNION ALL SELECT * FROM many
)
SELECT CASE WHEN (SELECT count(*) FROM many) <= {many} THEN
    ARRAY(SELECT id FROM found WHERE NOT EXISTS (
        SELECT 1 FROM unnest(%(words)s::text[]) word WHERE strpos(search_text, word) = 0))::text
END
"""


BY_TOKENS = "search_tokens(area_id, search_text) && %(area_tokens)s"
BY_AREAS = "area_id = ANY(%(areas)s)"


class AmongHits(Lookup):
    """The key is one of an array that PostgreSQL wrote itself and nobody needs to read in between."""

    lookup_name = "among_hits"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """`id = ANY('{1,2,3}')`."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::bigint[])", (*left_params, *right_params)


class Position(Func):
    """Where a word stands in a text, 0 for nowhere. Its selectivity is unknown to the planner, as it must be:
    from a LIKE on a frequent word it would conclude the opposite of what it should."""

    function = "strpos"
    output_field = models.IntegerField()


@dataclass(frozen=True)
class Found:
    """What a search found: the rows, and how many hold the words in these areas, whatever else is asked.

    `count` None means nobody counted: more than `at_least`.
    """

    rows: models.QuerySet
    count: int | None = None
    at_least: int = 0


def search(queryset: models.QuerySet, text: str, *, areas: Collection[int]) -> models.QuerySet:
    """The rows of `queryset` whose search text holds every word of `text`.

    `areas` are the areas the rows may lie in, as `queryset` is already limited to. Costs one statement.
    Full-width and half-width, upper and lower case are the same; words are separated by spaces.
    """
    return find(queryset, text, areas=areas).rows


def find(queryset: models.QuerySet, text: str, *, areas: Collection[int]) -> Found:
    """The same, and how many there are where that is known anyway."""
    words = words_of(text)
    if not words:
        return Found(queryset)
    if not areas:
        return Found(queryset.none(), 0)
    grams = sorted({gram for word in words for gram in bigrams(word)})
    hits = _hits(queryset, words, grams, sorted(areas)) if grams else None
    if hits is None:
        return Found(queryset.filter(containing(words)), at_least=MANY if grams else 0)
    return Found(queryset.filter(AmongHits(F("pk"), hits)), 0 if hits == "{}" else hits.count(",") + 1)


def words_of(text: str) -> list[str]:
    """The words of a query, folded as the search text is; refuses NUL, which no text contains."""
    if "\0" in text:
        raise InvalidInput("搜索词含有空字符，请重新输入。")
    return list(dict.fromkeys(fold(clean_line(text)).split()))[:MOST_WORDS]


def fold(text: str) -> str:
    """Text as it is searched; the database folds the same way."""
    return unicodedata.normalize("NFKC", text).lower()


def bigrams(word: str) -> list[str]:
    """The pairs of neighbouring characters of one word; a single character has none."""
    return [word[i : i + 2] for i in range(len(word) - 1)]


def containing(words: list[str]) -> Q:
    """Every word somewhere in the text, looked for row by row."""
    whole = Q()
    for word in words:
        whole &= Q(GreaterThan(Position(F("search_text"), Value(word)), 0))
    return whole


def _hits(queryset: models.QuerySet, words: list[str], grams: list[str], areas: list[int]) -> str | None:
    """The keys of the rows that match, as PostgreSQL writes an array; None when there are too many."""
    table = connections[queryset.db].ops.quote_name(queryset.model._meta.db_table)
    params: dict[str, Any] = {
        "grams": grams, "areas": areas, "area_tokens": [f"a:{area}" for area in areas],
        "words": [word for word in words if len(word) != 2],
    }  # fmt: skip
    with connections[queryset.db].cursor() as cursor:
        in_scope = BY_TOKENS if len(areas) <= FEW_AREAS else BY_AREAS
        cursor.execute(HITS.format(table=table, few=FEW, many=MANY, in_scope=in_scope), params)
        return cursor.fetchone()[0]
