"""Tables: what there is to read of a kind of record, declared once.

Lists, related sections, record pages, exports, the API and the back office name the table and read it; none of them
says again what a column is called, what one can narrow by, or which order there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import QueryDict
from django.urls import reverse

from portal.accounts.areas import topmost
from portal.errors import InvalidInput
from portal.records.columns import Col, Column, bound
from portal.records.filters import Asked, Asking, Filter, filters_of
from portal.records.keyset import Ordering
from portal.records.searching import found, searchable
from portal.scoping import scope_of, view_permission
from portal.search.queries import Found
from portal.text import clean_line
from portal.workflow.flows import flow_of

PAGE_PARAMETERS = ("cursor", "page_size", "ordering", "q", "search")


class Table:
    """One kind of record as it is read.

    `columns` are all there is to read, in the order of exports; the API gives all of them of a single record, and
    `details` beside them. `on_page` and `on_api` name those a list shows (all, and all but computed ones, unless said).
    `filters` maps fields to lookups (`area_path` leads to the area asked of, where it is not the scope's), `asked` adds
    the room's own questions, `narrowed_by` names those that the list page offers, `picked_from` the relations it offers
    as a choice, each with the rows to choose from for a user; `choices_of` gives the choices themselves of what was
    asked. `measured_by` maps questions to a number every row carries while one value is asked: a column after the
    first, by which the list is then ordered.
    `orders` are orders beside the sortable columns, with their words; `order` is the one a list has by itself.
    `search_fields` are for small tables without a search text. `listed_at` and `opens_at` name the addresses of the list and
    of one record. `open_states` are those in which a due date still matters.
    `exported_as` names its export (`economy.funds`), given to holders of `export_permission` (the model's own, unless
    said) in `export_order`; `served_as` a resource of the API that only reads; `in_back_office` gives it a section to
    look at. What can do more (other rows, a new record, a form) is written as `Export`, viewset or admin of its own.
    `shared` marks reference data without an area, the same for every office.
    """

    model: ClassVar[type[models.Model]]
    title: ClassVar[str] = ""
    columns: ClassVar[tuple[Col | str, ...]] = ()
    details: ClassVar[tuple[Col | str, ...]] = ()
    on_page: ClassVar[tuple[str, ...]] = ()
    on_api: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[Mapping[str, Iterable[str]]] = {}
    area_path: ClassVar[str] = ""
    asked: ClassVar[tuple[Asked, ...]] = ()
    narrowed_by: ClassVar[tuple[str, ...]] = ()
    picked_from: ClassVar[Mapping[str, Callable[[Any], models.QuerySet]]] = {}
    choices_of: ClassVar[Mapping[str, Callable[[Asking], list[tuple[str, str]]]]] = {}
    measured_by: ClassVar[Mapping[str, Col]] = {}
    orders: ClassVar[Mapping[str, str]] = {}
    order: ClassVar[str] = "-id"
    search_fields: ClassVar[tuple[str, ...]] = ()
    search_label: ClassVar[str] = "搜索"
    listed_at: ClassVar[str] = ""
    opens_at: ClassVar[str] = ""
    open_states: ClassVar[frozenset[str] | None] = None
    exported_as: ClassVar[str] = ""
    export_permission: ClassVar[str] = ""
    export_order: ClassVar[tuple[str, ...]] = ("pk",)
    served_as: ClassVar[str] = ""
    in_back_office: ClassVar[bool] = False
    shared: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _all.append(cls)
        if "model" in cls.__dict__:
            cls.title = cls.title or str(cls.model._meta.verbose_name_plural)
            _tables.setdefault(cls.model._meta.label_lower, cls)

    # What there is to read

    @classmethod
    @cache
    def all_columns(cls) -> dict[str, Column]:
        """Every column of a row, by name, in the order of exports."""
        found = [bound(cls.model, col) for col in cls.columns]
        if len({column.name for column in found}) < len(found):
            raise ImproperlyConfigured(f"{cls.__name__}: two columns share a name")
        return {column.name: column for column in found}

    @classmethod
    @cache
    def page_columns(cls) -> tuple[Column, ...]:
        """Those a list shows."""
        known = cls.all_columns()
        return tuple(known[name] for name in cls.on_page) or tuple(known.values())

    @classmethod
    @cache
    def api_columns(cls) -> tuple[Column, ...]:
        """Those a row of the API holds, beside its id."""
        known = cls.all_columns()
        chosen = cls.on_api or [name for name, column in known.items() if not column.is_computed]
        return tuple(known[name] for name in chosen)

    @classmethod
    @cache
    def detail_columns(cls) -> tuple[Column, ...]:
        """Those a single record of the API holds more."""
        shown = {column.name for column in cls.api_columns()}
        further = {column.name: column for column in (bound(cls.model, col) for col in cls.details)}
        known = {**cls.all_columns(), **further}
        return tuple(column for name, column in known.items() if name not in shown)

    @classmethod
    def rows_for(cls, user: Any) -> models.QuerySet:
        """The rows a user may see; of shared data all or none."""
        rows: Any = cls.model._default_manager.all()
        if not cls.shared:
            return rows.visible_to(user)
        return rows if user.has_perm(view_permission(cls.model)) else rows.none()

    # Asking

    @classmethod
    @cache
    def conditions(cls) -> dict[str, Filter]:
        """Everything one can narrow by, by the name it is asked by."""
        return filters_of(cls.model, cls.filters, cls.asked, area_path=cls.area_path)

    @classmethod
    def asking(
        cls, user: Any, parameters: Mapping[str, Any], *, side: Any = None, beside: Iterable[str] = ()
    ) -> Asking:
        """What a request asks of the table: `parameters` as a QueryDict, or as a dict of values and lists of them.

        `beside` names parameters that ask for something else.
        """
        given = {name: texts for name, texts in _as_lists(parameters).items() if name not in beside}
        return Asking(user, given, cls.conditions(), side)

    @classmethod
    @cache
    def measured_columns(cls) -> dict[str, Column]:
        """The columns there are only while a question is asked, by the question."""
        return {
            question: Column(cls.model, col, col.name, col.name, None)
            for question, col in cls.measured_by.items()
        }

    @classmethod
    def measures(cls, asking: Asking) -> tuple[Column, ...]:
        """The columns there are because of what is asked."""
        if asking.errors:
            return ()
        found = cls.measured_columns().items()
        return tuple(column for question, column in found if len(asking.values.get(question, ())) == 1)

    @classmethod
    def is_searchable(cls) -> bool:
        """Whether rows can be searched for words."""
        return bool(cls.search_fields) or searchable(cls.model)

    @classmethod
    def search(cls, rows: models.QuerySet, text: str, user: Any) -> Found:
        """The rows that hold every word of `text`; refuses where nothing can be searched, and NUL."""
        if not cls.is_searchable():
            error = {"field": "search", "message": "不能搜索", "cure": "请用筛选条件"}
            raise InvalidInput(f"“{cls.title}”不能搜索。", [error])
        if "\0" in text:
            error = {"field": "search", "message": "含有空字符", "cure": "请重新输入"}
            raise InvalidInput("搜索词含有空字符。", [error])
        return cls.holding(rows, clean_line(text), user)

    @classmethod
    def holding(cls, rows: models.QuerySet, text: str, user: Any) -> Found:
        """The rows that hold every word; a table that is searched in a way of its own says how."""
        return found(rows, text, user, cls.search_fields)

    @classmethod
    @cache
    def order_names(cls) -> tuple[str, ...]:
        """Every order one may ask for, up and down."""
        paths = [
            cls.order,
            *cls.orders,
            cls.model._meta.pk.name,
            *(c.sorted_by for c in cls.all_columns().values() if c.sorted_by),
        ]
        plain = list(dict.fromkeys(path.removeprefix("-") for path in paths))
        return tuple(name for path in plain for name in (path, f"-{path}"))

    @classmethod
    def ordering(cls, name: str | None, asking: Asking | None = None) -> Ordering:
        """The order asked for, or that of what is measured, or the table's own; refuses one it does not have."""
        measured = [column.name for column in cls.measures(asking)] if asking else []
        asked = name or (measured[0] if measured else cls.order)
        if asked.removeprefix("-") in measured:
            return Ordering(cls.model, asked, is_computed=True)
        if asked not in cls.order_names():
            raise cls._no_order(asked)
        return Ordering(cls.model, asked)

    @classmethod
    def _no_order(cls, asked: str) -> InvalidInput:
        name, message = asked.removeprefix("-"), f"这个列表不能按“{asked[:40]}”排序。"
        cure = f"可用的有：{'、'.join(cls.order_names())}"
        for question, column in cls.measured_columns().items():
            if column.name == name:
                cure = f"请先选“{cls.conditions()[question].label}”"
                message = f"要按{column.label}排序，{cure}。"
        error = {"field": "ordering", "message": "不能这样排序", "cure": cure}
        return InvalidInput(message, [error])

    @classmethod
    def areas(cls, user: Any) -> frozenset[int]:
        """The areas the rows lie in, where the model is indexed to be read area by area."""
        indexed = any(index.fields == ["area", "-id"] for index in cls.model._meta.indexes)
        if not indexed or scope_of(cls.model).path != "area_id":
            return frozenset()
        reach = user.reach(view_permission(cls.model))
        return reach.below | reach.above if scope_of(cls.model).seen_from_below else reach.below

    @classmethod
    @cache
    def state_path(cls) -> str:
        """The field of its life cycle; empty without one."""
        flow = flow_of(cls.model)
        return flow.field if flow else ""

    # Leading there

    @classmethod
    def link(cls, *, areas: frozenset[int] | None = None, **filters: Any) -> str:
        """The list narrowed by `filters` (by name; several values as a list) and to `areas`, named by their topmost."""
        if areas is not None:
            top = topmost(areas)
            filters = {**({"area": top} if top else {}), **filters}
        asked = cls.query(**filters)
        return f"{reverse(cls.listed_at)}?{asked}" if asked else reverse(cls.listed_at)

    @classmethod
    def query(cls, **filters: Any) -> str:
        """`filters` (by name; several values as a list) as an address writes them.

        Refuses a filter the table does not have, so that no link leads to a refusal.
        """
        if unknown := set(filters) - set(cls.conditions()):
            raise ImproperlyConfigured(f"{cls.__name__} has no filter {', '.join(sorted(unknown))}")
        return urlencode({name: _text(value) for name, value in filters.items()}, doseq=True)


_tables: dict[str, type[Table]] = {}
_all: list[type[Table]] = []


def table_of(model: type[models.Model]) -> type[Table] | None:
    """The table of a kind of record, if it has one."""
    return _tables.get(model._meta.label_lower)


def all_tables() -> list[type[Table]]:
    """Every table, by its model's name."""
    return [_tables[label] for label in sorted(_tables)]


def tables_saying(name: str) -> list[type[Table]]:
    """The tables that themselves say something of a surface (`exported_as`, `served_as`, `in_back_office`)."""
    return [table for table in _all if table.__dict__.get(name)]


def _as_lists(parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    pairs = parameters.lists() if isinstance(parameters, QueryDict) else parameters.items()
    return {
        name: [_text(one) for one in (value if isinstance(value, list | tuple) else [value]) if one is not None]
        for name, value in pairs if name not in PAGE_PARAMETERS
    }  # fmt: skip


def _text(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_text(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.pk) if isinstance(value, models.Model) else str(value)
