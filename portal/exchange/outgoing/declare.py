"""What an app says about an export, and the list of all exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.http import QueryDict

from portal.api.filtering import containing, filterset_of
from portal.errors import InvalidInput, NotPermitted
from portal.scoping import view_permission

if TYPE_CHECKING:
    from portal.accounts.models import User

KINDS = ("text", "code", "integer", "decimal", "date", "datetime", "choice", "boolean")
SEARCH = "search"


@dataclass(frozen=True)
class Column:
    """One column: `name` for programs, `label` for the head of the table.

    `source` is a field path or an expression (`name` by default). `kind` follows from the model's field
    unless given; `code` is a number nobody adds up (an ID, a credit code), which spreadsheets must keep as
    text. `places` rounds a decimal; without it trailing zeros are dropped. Personal data is masked by its own
    field's kind; staff acting in office are named.
    """

    name: str
    label: str
    source: Any = ""
    kind: str = ""
    places: int | None = None

    def __post_init__(self) -> None:
        if self.kind and self.kind not in KINDS:
            raise ImproperlyConfigured(f"column {self.name}: unknown kind {self.kind}")

    def field_of(self, model: type[models.Model]) -> models.Field | None:
        """The model field this column shows; None for an expression."""
        field: Any = None
        if not isinstance(self.source, str):
            return None
        for step in (self.source or self.name).split("__"):
            try:
                field = model._meta.get_field(step)
            except FieldDoesNotExist:
                return None
            model = field.related_model or model
        return field


@dataclass(frozen=True)
class Asker:
    """What a filterset may ask of the request it filters for: who asks."""

    user: Any


class Export:
    """A list as it may be taken out of the portal; a subclass with a `name` is declared by being written.

    Rows are always limited to what the user may see and may export: `base_rows` gives them unlimited and
    `rows` limits them, so no declaration can forget it. `filterset` is the one of the list page; a list
    that declares `filters` (field to lookups) and `search_fields` instead repeats them here.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    model: ClassVar[type[models.Model]]
    filterset: ClassVar[type[django_filters.FilterSet] | None] = None
    filters: ClassVar[Mapping[str, Iterable[str]]] = {}
    search_fields: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("pk",)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            _declare(cls())

    @property
    def reveal_permission(self) -> str:
        """Who holds this may, for a stated purpose, take personal columns unmasked."""
        return f"{self.model._meta.app_label}.reveal_{self.model._meta.model_name}"

    def base_rows(self) -> models.QuerySet:
        """All rows, for a subclass that annotates or leaves some out; never limited by user here."""
        return self.model._default_manager.all()

    def search(self, rows: models.QuerySet, text: str, user: User) -> models.QuerySet:
        """The rows the list page finds for `text`; a list without a search refuses."""
        if not self.search_fields:
            raise InvalidInput(
                f"“{self.title}”不支持搜索。", [{"field": f"filters.{SEARCH}", "message": "不能搜索。"}]
            )
        return containing(rows, text, self.search_fields)

    def rows(self, user: User, filters: Mapping[str, Any], *, unmasked: bool = False) -> models.QuerySet:
        """The rows `user` gets: visible, exportable, and filtered as on the list page.

        Refuses a filter the list page does not have, and a value it does not understand.
        """
        rows = self.base_rows().visible_to(user)
        needed = [self.permission, *([self.reveal_permission] if unmasked else [])]
        for permission in needed:
            if user.reach(permission) != user.reach(view_permission(self.model)):
                rows = rows.visible_to(user, permission=permission)
        return self.filtered(rows, user, filters).order_by(*self.order)

    def filtered(self, rows: models.QuerySet, user: User, filters: Mapping[str, Any]) -> models.QuerySet:
        """`rows` under `filters`, by the list page's own filterset and search."""
        given = {name: value for name, value in filters.items() if value not in ("", None, [])}
        text = given.pop(SEARCH, "") if SEARCH not in self.filter_names() else ""
        if unknown := sorted(set(given) - self.filter_names()):
            raise InvalidInput(
                f"“{self.title}”没有这样的筛选条件：{'、'.join(unknown)}。",
                [{"field": f"filters.{name}", "message": "没有这个筛选条件。"} for name in unknown],
            )
        if given:
            rows = self._by_filterset(rows, user, given)
        return self.search(rows, str(text), user) if text else rows

    @cached_property
    def shared_filterset(self) -> type[django_filters.FilterSet]:
        """The list's own filters, whichever way it declares them."""
        return self.filterset or filterset_of(self.model, self.filters)

    def filter_names(self) -> set[str]:
        """Every parameter the list page's filters read, range ends (`…_min`, `…_after`) included.

        Asked of copies: a filter remembers its field, and with it the choices of whoever asks first.
        """
        names: set[str] = set()
        for name, part in deepcopy(self.shared_filterset.base_filters).items():
            suffixes = getattr(part.field.widget, "suffixes", None)
            names |= {f"{name}_{suffix}" for suffix in suffixes} if suffixes else {name}
        return names

    def check_permitted(self, user: User, *, unmasked: bool = False) -> None:
        """Refuse who may not export, or not unmasked."""
        if not user.has_perm(self.permission):
            raise NotPermitted(f"您的岗位没有导出“{self.title}”的权限。")
        if unmasked and not user.has_perm(self.reveal_permission):
            raise NotPermitted(f"您的岗位没有导出“{self.title}”未脱敏信息的权限，请导出脱敏后的文件。")

    def _by_filterset(self, rows: models.QuerySet, user: User, given: Mapping[str, Any]) -> models.QuerySet:
        data = QueryDict(mutable=True)
        for name, value in given.items():
            data.setlist(
                name, [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
            )
        filterset = self.shared_filterset(data, rows, request=Asker(user))
        if not filterset.is_valid():
            raise InvalidInput(
                "筛选条件有误，请改正后再导出。",
                [
                    {"field": f"filters.{name}", "value": given.get(name), "message": "；".join(messages)}
                    for name, messages in filterset.errors.items()
                ],
            )
        return filterset.qs


_exports: dict[str, Export] = {}


def _declare(export: Export) -> None:
    known = _exports.get(export.name)
    if known and type(known).__qualname__ != type(export).__qualname__:
        raise ImproperlyConfigured(f"two exports are called {export.name}")
    for attribute in ("name", "label"):
        values = [getattr(column, attribute) for column in export.columns]
        if len(set(values)) != len(values):
            raise ImproperlyConfigured(f"export {export.name}: two columns share a {attribute}")
    _exports[export.name] = export


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
