"""How a column is read: labels, dates, masks and defusing as SQL, so that PostgreSQL writes the file itself.

What SQL cannot do (open an encrypted column, find the building in an address) is left to Python, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast

from portal.personal.fields import EncryptedField
from portal.records.columns import Column

# A cell beginning with one of these is run as a formula by spreadsheet programs, full-width forms included.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
FORMULA_CODES = ", ".join(str(ord(char)) for char in FORMULA_STARTS)
LONGEST_CELL = 32_000  # Excel holds 32,767 characters

SAME = {"due": "date", "state": "choice", "personal": "text", "json": "text"}


class Sql(Func):
    """An expression written in SQL; `{x}` stands for its source, as often as it is needed."""

    def __init__(
        self, source: Any, sql: str, *, output_field: models.Field | None = None, **extra: Any
    ) -> None:
        super().__init__(source, output_field=output_field or TextField(), sql=sql, **extra)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **extra: Any) -> tuple[str, tuple]:
        inner, params = compiler.compile(self.get_source_expressions()[0])
        sql: str = self.extra["sql"]
        return sql.replace("{x}", inner), tuple(params) * sql.count("{x}")


class Labelled(Func):
    """The Chinese word of a choice; a value that is no choice any more stays as it is."""

    def __init__(self, source: Any, *values: Any, **extra: Any) -> None:
        super().__init__(source, *values, output_field=TextField(), **extra)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **extra: Any) -> tuple[str, tuple]:
        (inner, params), *values = [compiler.compile(part) for part in self.get_source_expressions()]
        cases = " ".join(
            f"WHEN {a} THEN {b}" for (a, _), (b, _) in zip(values[::2], values[1::2], strict=True)
        )
        spent = [param for _, params in values for param in params]
        return f"CASE {inner} {cases} ELSE ({inner})::text END", (*params, *spent, *params)


@dataclass(frozen=True)
class Reading:
    """One column as one export reads it: `expression` in SQL, and `finish` for what is left to Python."""

    column: Column
    kind: str
    masked: bool
    expression: Any
    finish: Callable[[Any], Any] | None = None


class Reader:
    """Makes readings for one model and one format.

    `spreadsheet` defuses formulas; `binary` asks for numbers as the XLSX writer wants them.
    """

    def __init__(
        self,
        model: type[models.Model],
        *,
        unmasked: bool = False,
        spreadsheet: bool = True,
        binary: bool = False,
    ) -> None:
        self.model, self.unmasked = model, unmasked
        self.spreadsheet, self.binary = spreadsheet, binary

    def read(self, columns: Iterable[Column]) -> list[Reading]:
        """The readings of `columns`, in their order."""
        return [self.reading(column) for column in columns]

    def reading(self, column: Column) -> Reading:
        """How `column` is read."""
        if isinstance(column.field, EncryptedField):
            return self._encrypted(column, column.field)
        source = column.expression if column.is_computed else F(column.path)
        kind = SAME.get(column.kind, column.kind)
        return Reading(column, kind, False, getattr(self, f"_{kind}")(source, column, column.field))

    def _encrypted(self, column: Column, field: EncryptedField) -> Reading:
        # Cast, or the field would hand out `Sealed` objects only through the ORM and never through a cursor.
        stored = Cast(F(column.path), TextField())
        show = (lambda sealed: sealed.reveal()) if self.unmasked else str

        def finish(token: str | None) -> str:
            return self._safe(show(field.from_db_value(token, None, None))) if token else ""

        return Reading(column, "text", not self.unmasked, stored, finish)

    def _text(self, source: Any, column: Column, field: models.Field | None) -> Any:
        text = source if _is_text(field) else Cast(source, TextField())
        if self.binary and (field is None or field.max_length is None or field.max_length > LONGEST_CELL):
            text = Sql(text, f"left({{x}}, {LONGEST_CELL})")
        return self._defused(text)

    def _integer(self, source: Any, column: Column, field: models.Field | None) -> Any:
        return source

    def _decimal(self, source: Any, column: Column, field: models.Field | None) -> Any:
        exact = (
            "trim_scale(({x})::numeric)"
            if column.places is None
            else f"round(({{x}})::numeric, {column.places})"
        )
        sql = f"({exact})::float8" if self.binary else exact
        return Sql(source, sql, output_field=models.FloatField() if self.binary else models.DecimalField())

    def _date(self, source: Any, column: Column, field: models.Field | None) -> Any:
        return source

    def _moment(self, source: Any, column: Column, field: models.Field | None) -> Any:
        sql = f"date_trunc('second', {{x}} AT TIME ZONE '{settings.TIME_ZONE}')"
        return Sql(source, sql, output_field=models.DateTimeField())

    def _choice(self, source: Any, column: Column, field: models.Field | None) -> Any:
        words = [(code, str(word)) for code, word in getattr(field, "flatchoices", ())]
        return Labelled(source, *[Value(part) for pair in words for part in pair])

    def _boolean(self, source: Any, column: Column, field: models.Field | None) -> Any:
        return Sql(source, "CASE {x} WHEN true THEN '是' WHEN false THEN '否' END")

    def _defused(self, text: Any) -> Any:
        if not self.spreadsheet:
            return text
        return Sql(text, f"CASE WHEN ascii({{x}}) IN ({FORMULA_CODES}) THEN '''' || {{x}} ELSE {{x}} END")

    def _safe(self, text: str) -> str:
        return defuse(text) if self.spreadsheet else text


def defuse(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text[:1] and text[0] in FORMULA_STARTS else text


def _is_text(field: models.Field | None) -> bool:
    return isinstance(field, models.CharField | models.TextField)


class Selection:
    """The SELECT of one export for one user: what is read, and from which rows."""

    def __init__(self, rows: models.QuerySet, readings: list[Reading]) -> None:
        self.rows, self.readings = rows, readings

    @cached_property
    def sql(self) -> tuple[str, tuple]:
        """The SELECT with its parameters; columns in the declared order."""
        return compiled(self.rows.values(**{f"x_{r.column.name}": r.expression for r in self.readings}))

    @cached_property
    def survey_sql(self) -> tuple[str, tuple]:
        """How many rows there are, and the earliest value of each date column."""
        dates = [r for r in self.readings if r.kind in ("date", "moment")]
        inner = self.rows.order_by().values(
            **{f"x_{r.column.name}": r.expression for r in dates} or {"x": Value(1)}
        )
        sql, params = compiled(inner)
        earliest = "".join(f', min("x_{r.column.name}")' for r in dates)
        return f"SELECT count(*){earliest} FROM ({sql}) AS rows", params

    @property
    def finishes(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """The columns Python has to finish, by position."""
        return [(index, r.finish) for index, r in enumerate(self.readings) if r.finish]

    @property
    def names(self) -> list[str]:
        """Column names for programs."""
        return [reading.column.name for reading in self.readings]

    @property
    def labels(self) -> list[str]:
        """Heads of the table."""
        return [reading.column.title for reading in self.readings]


def compiled(rows: models.QuerySet) -> tuple[str, tuple]:
    """The SQL of `rows`; of none at all, a SELECT that finds nothing."""
    sql, params = rows.query.get_compiler("default", elide_empty=False).as_sql()
    return sql, tuple(params)
