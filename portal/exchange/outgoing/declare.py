"""What an app says about an export, and the list of all exports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.urls import reverse

from portal.errors import InvalidInput, NotPermitted
from portal.records.columns import Column
from portal.records.tables import Table, tables_saying
from portal.scoping import view_permission

if TYPE_CHECKING:
    from portal.accounts.models import User

SEARCH = "search"


class Export:
    """A table as it may be taken out of the portal; a subclass with a `name` is declared by being written.

    A table that says what it is `exported_as` has one already; one is written only where rows differ.

    Rows are always limited to what the user may see and may export: `base_rows` gives them unlimited and
    `rows` limits them, so no declaration can forget it. Columns, filters and search are the table's: a list that is
    exported gives exactly what is seen. `shared` marks reference data without an area, the same for every office.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    table: ClassVar[type[Table]]
    order: ClassVar[tuple[str, ...]] = ("pk",)
    shared: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            cls.title = cls.title or cls.table.title
            _declare(cls())

    @property
    def model(self) -> Any:
        """The kind of record."""
        return self.table.model

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Everything there is to read of a row, but what no cell can hold."""
        columns = {column.name: column for column in self.table.detail_columns()} | self.table.all_columns()
        order = [*self.table.all_columns(), *columns]
        return tuple(columns[name] for name in dict.fromkeys(order) if columns[name].kind != "json")

    @property
    def reveal_permission(self) -> str:
        """Who holds this may, for a stated purpose, take personal columns unmasked."""
        return f"{self.model._meta.app_label}.reveal_{self.model._meta.model_name}"

    def base_rows(self) -> models.QuerySet:
        """All rows, for a subclass that annotates or leaves some out; never limited by user here."""
        return self.model._default_manager.all()

    def rows(self, user: User, filters: Mapping[str, Any], *, unmasked: bool = False) -> models.QuerySet:
        """The rows `user` gets: visible, exportable, and narrowed as on the list page.

        Refuses a filter the table does not have, and a value it does not understand.
        """
        if self.shared:
            shared = self.base_rows() if user.has_perm(self.permission) else self.base_rows().none()
            return self.filtered(shared, user, filters).order_by(*self.order)
        everything: Any = self.base_rows()
        rows = everything.visible_to(user)
        needed = [self.permission, *([self.reveal_permission] if unmasked else [])]
        for permission in needed:
            if user.reach(permission) != user.reach(view_permission(self.model)):
                rows = rows.visible_to(user, permission=permission)
        return self.filtered(rows, user, filters).order_by(*self.order)

    def filtered(self, rows: models.QuerySet, user: User, filters: Mapping[str, Any]) -> models.QuerySet:
        """`rows` under `filters`, by the table's own filters and search."""
        asking = self.table.asking(user, filters)
        if asking.errors:
            faults = [{**error, "field": f"filters.{error['field']}"} for error in asking.errors]
            raise InvalidInput(
                f"“{self.title}”的筛选条件“{faults[0]['label']}”：{faults[0]['message']}，{faults[0]['cure']}。",
                faults,
            )
        rows = asking.apply(rows)
        words = str(filters.get(SEARCH) or "").strip()
        return self.table.search(rows, words, user).rows if words else rows

    def filter_names(self) -> set[str]:
        """Every filter there is."""
        return set(self.table.conditions())

    def check_permitted(self, user: User, *, unmasked: bool = False) -> None:
        """Refuse who may not export, or not unmasked."""
        if not user.has_perm(self.permission):
            raise NotPermitted(f"您的岗位没有导出“{self.title}”的权限。")
        if unmasked and not user.has_perm(self.reveal_permission):
            raise NotPermitted(f"您的岗位没有导出“{self.title}”未脱敏信息的权限，请导出脱敏后的文件。")


_exports: dict[str, Export] = {}


def declare_exports_of_tables() -> None:
    """Every table that says what it is exported as has an export."""
    for table in tables_saying("exported_as"):
        own = f"{table.model._meta.app_label}.export_{table.model._meta.model_name}"
        said = {
            "name": table.exported_as, "permission": table.export_permission or own, "table": table,
            "order": table.export_order, "shared": table.shared, "__doc__": table.__doc__,
        }  # fmt: skip
        type(f"{table.__name__}Export", (Export,), said)


def _declare(export: Export) -> None:
    known = _exports.get(export.name)
    if known and type(known).__qualname__ != type(export).__qualname__:
        raise ImproperlyConfigured(f"two exports are called {export.name}")
    _exports[export.name] = export


def export_link(name: str, user: User, **filters: Any) -> str:
    """Where `user` exports the rows that `filters` (by name) leave; empty for whom may not export them."""
    export = export_named(name)
    if not user.has_perm(export.permission):
        return ""
    asked = export.table.query(**filters)
    return f"{reverse('exchange:new_export')}?export={name}{'&' if asked else ''}{asked}"


def export_named(name: str) -> Export:
    """The export called `name` (`economy.reports`); refuses an unknown one."""
    if name not in _exports:
        raise InvalidInput(
            f"没有名为“{name}”的导出。", [{"field": "export", "value": name, "message": "没有这个导出。"}]
        )
    return _exports[name]


def all_exports() -> list[Export]:
    """Every declared export, by name."""
    return [_exports[name] for name in sorted(_exports)]


def available_exports(user: User) -> list[Export]:
    """What `user` may export."""
    return [export for export in all_exports() if user.has_perm(export.permission)]
