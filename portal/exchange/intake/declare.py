"""What an app says about a table it takes in, and the list of all of them.

Written in each app's `imports.py`: a subclass of `Import` with a `name` is declared by being written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured

from portal.accounts.models import Area, User
from portal.errors import NotVisible
from portal.exchange.intake.headers import fold
from portal.exchange.intake.kinds import Kind, Named, Text, plain
from portal.exchange.intake.problems import Notes
from portal.figures.periods import Period
from portal.figures.quantity import Unit

if TYPE_CHECKING:
    from portal.attachments.models import Document
    from portal.exchange.intake.tables import Table

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class ImportField:
    """One column: `name` for programs, `label` as the header says it, `kind` how its cells are read.

    `aliases` are other headers for it (more are kept as data). `fill_down` says that a blank cell means
    "same as above", which no other column assumes. `validators` take a value and refuse it. `attribute` is
    the model's field when it is called otherwise. `sample` stands in the template's example row.
    """

    name: str
    label: str
    kind: Kind = field(default_factory=Text)
    required: bool = False
    aliases: tuple[str, ...] = ()
    fill_down: bool = False
    validators: tuple[Callable[[Any], None], ...] = ()
    attribute: str = ""
    sample: str = ""
    help: str = ""

    @property
    def stored_as(self) -> str:
        """The model field."""
        return self.attribute or self.name


class Context:
    """What is known besides the cells: who imports, for which area, and what the table says about itself."""

    def __init__(self, declared: Import, user: User, area: Area, *, file_name: str = "", today: date) -> None:
        self.declared, self.user, self.area = declared, user, area
        self.file_name, self.today = file_name, today
        self.unit: Unit | None = None
        self.period: Period | None = None
        self.title = ""
        self.stored: dict[tuple, dict[str, Any]] = {}
        self._named: dict[Named, Mapping[str, list[Any]]] = {}

    @cached_property
    def area_ids(self) -> frozenset[int]:
        """The areas rows may be written to: below the import's area, and within the user's reach."""
        below = set(self.area.subtree().values_list("id", flat=True))
        return frozenset(below) & self.user.reach(self.declared.permission).below

    def on_record(self, rows: Rows, index: int) -> dict[str, Any]:
        """What is on record for a row; empty when it is new."""
        return self.stored.get(self.declared.key_of(rows, index), {})

    def areas(self) -> Iterator[Area]:
        """The same as records."""
        return iter(Area.objects.filter(id__in=self.area_ids))

    def people(self) -> Iterator[User]:
        """Colleagues with a post in those areas."""
        return iter(User.objects.filter(posts__area_id__in=self.area_ids, is_active=True).distinct())

    def named(self, kind: Named) -> Mapping[str, list[Any]]:
        """The records that may be named in a column, by folded word; read once."""
        if kind not in self._named:
            self._named[kind] = kind.find(self)
        return self._named[kind]


class Rows:
    """Rows column by column: `columns[name][i]` is the value of row `numbers[i]`.

    Checks report with `fault` (the row cannot be taken) and `ask` (taken if the clerk confirms it).
    """

    def __init__(self, fields: Sequence[ImportField], numbers: list[int], columns: dict[str, list[Any]],
                 cells: dict[str, list[Any]] | None = None, notes: Notes | None = None) -> None:  # fmt: skip
        self.fields = {field.name: field for field in fields}
        self.numbers, self.columns = numbers, columns
        self.cells = cells or {}
        self.labels: dict[str, str] = {}
        self.notes = notes or Notes()
        self.statuses: list[str] = []
        self.ids: list[int | None] = []

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def row(self, index: int) -> dict[str, Any]:
        """One row by name."""
        return {name: values[index] for name, values in self.columns.items()}

    def label(self, name: str) -> str:
        """The header of a field as the file writes it."""
        return self.labels.get(name) or self.fields[name].label

    def keys(self, names: Sequence[str]) -> list[tuple]:
        """The business key of every row."""
        return list(zip(*(self.column(name) for name in names), strict=True))

    def column(self, name: str) -> Sequence[Any]:
        """The values of a field; all None when the table has no such column."""
        return self.columns.get(name) or self._absent

    @cached_property
    def _absent(self) -> Sequence[Any]:
        return (None,) * len(self)

    def fault(self, index: int, name: str, message: str, cure: str = "") -> None:
        """Row `index` cannot be taken because of the field `name`."""
        self.notes.fault(self.numbers[index], self.label(name), name, self._cell(index, name), message, cure)

    def ask(self, index: int, name: str, message: str, cure: str = "") -> None:
        """Row `index` looks wrong; the clerk must say that it is right."""
        self.notes.ask(self.numbers[index], self.label(name), name, self._cell(index, name), message, cure)

    def _cell(self, index: int, name: str) -> Any:
        cells = self.cells.get(name)
        return cells[index] if cells else ""

    def only(self, *statuses: str) -> Rows:
        """The rows of these statuses."""
        wanted = set(statuses)
        kept = [i for i, status in enumerate(self.statuses) if status in wanted]
        if len(kept) == len(self):
            return self
        rows = Rows(list(self.fields.values()), [self.numbers[i] for i in kept],
                    {name: [values[i] for i in kept] for name, values in self.columns.items()})  # fmt: skip
        rows.statuses = [self.statuses[i] for i in kept]
        rows.ids = [self.ids[i] for i in kept]
        rows.labels = self.labels
        return rows


class Import:
    """A table an app takes in. `permission` is that of the action that writes, over the import's area.

    `business_key` names the fields by which a record is known: rows of the same key are one record, so the
    same file twice changes nothing. `apply` writes all rows in the caller's transaction through the app's
    actions. `needs_unit` refuses a table that does not state one; `needs_period` likewise.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    description: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    fields: ClassVar[tuple[ImportField, ...]] = ()
    business_key: ClassVar[tuple[str, ...]] = ()
    needs_unit: ClassVar[bool] = False
    needs_period: ClassVar[bool] = False
    template_title: ClassVar[str] = ""
    template_unit: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            _declare(cls())

    def prepare(self, context: Context, table: Table) -> None:
        """Settle what the table says about itself; refuses what the whole file must not be."""

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """What is on record for the business keys of `rows`: key → field name → value.

        By default nothing: every row is new. `id` in it is that of the record, for rows that change it.
        """
        return {}

    def check(self, rows: Rows, context: Context) -> None:
        """Checks across rows and against the database, all rows at once; by default none."""

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Write `rows`, each new or changed (`rows.statuses`); returns how many records were written."""
        raise NotImplementedError

    def key_of(self, rows: Rows, index: int) -> tuple:
        """The business key of a row as the database gives it."""
        return tuple(plain(rows.column(name)[index]) for name in self.business_key)

    def aliases(self, more: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
        """Field → folded headers: its label, its aliases, and `more` kept as data."""
        return {
            field.name: {fold(word) for word in (field.label, *field.aliases, *more.get(field.name, ()))}
            for field in self.fields
        }

    def field(self, name: str) -> ImportField:
        """The field called `name`."""
        return next(field for field in self.fields if field.name == name)


_imports: dict[str, Import] = {}


def _declare(declared: Import) -> None:
    known = _imports.get(declared.name)
    if known and type(known).__qualname__ != type(declared).__qualname__:
        raise ImproperlyConfigured(f"two imports are called {declared.name}")
    names = [field.name for field in declared.fields]
    if len(set(names)) != len(names) or not set(declared.business_key) <= set(names):
        raise ImproperlyConfigured(f"import {declared.name}: fields must be unique and hold the business key")
    _imports[declared.name] = declared


def import_named(name: str) -> Import:
    """The import called `name` (`economy.monthly`); refuses an unknown one."""
    if name not in _imports:
        raise NotVisible("没有这种导入，请从导入列表里选择。")
    return _imports[name]


def all_imports() -> list[Import]:
    """Every declared import, by name."""
    return [_imports[name] for name in sorted(_imports)]


def available_imports(user: User) -> list[Import]:
    """What `user` may import, somewhere."""
    return [declared for declared in all_imports() if user.has_perm(declared.permission)]
