"""Imports whose rows are the records of one model, one to one: nothing to write but the declaration.

For registers and ledgers without a life cycle. Where an action decides what happens to a record, an import
calls that action instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.expressions import RawSQL

from portal.accounts.models import User
from portal.exchange.intake.bulk import copy_in, update_in
from portal.exchange.intake.declare import CHANGED, NEW, Context, Import, Rows
from portal.exchange.intake.kinds import plain
from portal.model_fields import column_of

if TYPE_CHECKING:
    from portal.attachments.models import Document


class RecordImport(Import):
    """A table of `model`, whose field `area_field` is the import's area unless the table has a column for it.

    A record that lies where another one does names the way there (`project__area`).
    """

    model: ClassVar[type[models.Model]]
    area_field: ClassVar[str] = "area"

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """The records of the same business keys in the areas of this import, read at once."""
        keys = [self.field(name).stored_as for name in self.business_key]
        names = [self.field(name).stored_as for name in rows.columns]
        wanted = {plain(value) for value in rows.column(self.business_key[0]) if value is not None}
        found = self.model._default_manager.filter(
            any_of(self.model, keys[0], wanted), **{f"{self.area_field}__in": context.area_ids}
        )
        width = len(keys)
        return {
            tuple(line[:width]): dict(zip(["id", *rows.columns], line[width:], strict=True))
            for line in found.values_list(*keys, "pk", *names)
        }

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Copy in what is new, update what changed."""
        new, changed = rows.only(NEW), rows.only(CHANGED)
        columns = {
            **({} if self._is_placed(rows) else {self.area_field: context.area}),
            **self._columns(new),
        }
        written = copy_in(self.model, columns, by=by) if len(new) else 0
        return written + (
            update_in(self.model, {"id": changed.ids, **self._columns(changed)}) if len(changed) else 0
        )

    def _is_placed(self, rows: Rows) -> bool:
        return "__" in self.area_field or self.area_field in rows.columns

    def _columns(self, rows: Rows) -> dict[str, list[Any]]:
        return {
            self.field(name).stored_as: [plain(value) for value in values]
            for name, values in rows.columns.items()
        }


def any_of(model: type[models.Model], name: str, values: Iterable[Any]) -> RawSQL:
    """The condition that a field is one of very many values, sent as one array: `__in` takes seconds to build."""
    column = f'"{model._meta.db_table}"."{column_of(model, name)}"'
    return RawSQL(f"{column} = ANY(%s)", [list(values)], output_field=models.BooleanField())
