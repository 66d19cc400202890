"""List pages: a table's rows, scoped, narrowed in the URL, paged by keyset, exported as seen.

Six queries whatever the size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views import View

from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput, NotPermitted
from portal.figures.whole import whole_number
from portal.records.columns import Column
from portal.records.filters import Asking
from portal.records.keyset import Ordering, Page, page_of
from portal.records.tables import PAGE_PARAMETERS, Table
from portal.scoping import view_permission
from portal.search.queries import Found
from portal.site.cells import MISSING, cell_of, css_of, due_cell
from portal.site.controls import Control, controls_of

COUNT_CAP = 10_000
PAGE_SIZES = (20, 50, 100, 200)
LARGEST_PAGE = 200
NOT_EXPORTED = ("cursor", "page_size")


class CappedCount(models.Subquery):
    """How many rows a queryset has, counted no further than `COUNT_CAP`, inside the query that reads the page."""

    template = "(SELECT count(*) FROM (%(subquery)s) capped)"
    output_field = models.IntegerField()

    def __init__(self, queryset: models.QuerySet) -> None:
        super().__init__(queryset.order_by().values("pk")[: COUNT_CAP + 1])


@dataclass(frozen=True)
class PrimaryAction:
    """The one thing a list offers to do, for those who may."""

    label: str
    url_name: str
    permission: str
    icon: str = "plus-lg"

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)


class RecordList(View):
    """The list page of a table.

    `export` names the export that gives exactly what is seen (the table's, unless said). `empty` says what to do when there is nothing.
    `asked_by_itself` narrows the list unless the address asks otherwise; `beside` names what an address asks that is
    no filter. Everything else is the table's.
    """

    request: DeskRequest
    table: ClassVar[type[Table]]
    page_size: ClassVar[int] = 50
    export: ClassVar[str] = ""
    primary: ClassVar[PrimaryAction | None] = None
    empty: ClassVar[str] = "还没有记录。"
    asked_by_itself: ClassVar[dict[str, str]] = {}
    beside: ClassVar[tuple[str, ...]] = ()
    template_name: ClassVar[str] = "site/list.html"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "table"):
            cls.export = cls.export or cls.table.exported_as

    def get(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or only its rows when htmx asks; 400 when a filter does not read."""
        if not request.user.has_perm(self.permission):
            raise NotPermitted(f"您的岗位不能查看“{self.title}”。")
        fragment = request.htmx and not request.htmx.history_restore_request
        template = "site/list_body.html" if fragment else self.template_name
        context = self.get_context()
        # htmx leaves answers of 400 out of the page; the sentence has to be seen.
        status = 400 if self.asking.errors and not fragment else 200
        response = render(request, template, context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response

    # What a list may say for itself

    def get_queryset(self) -> models.QuerySet:
        """The rows this user may see."""
        return self.table.rows_for(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """What the template shows."""
        computed = {column.name: column.expression for column in self.columns if column.is_computed}
        paths = self.paths
        if self._needs_count:
            paths, computed = (
                [*paths, "capped_count"],
                {**computed, "capped_count": CappedCount(self.filtered)},
            )
        page = page_of(
            self.filtered, paths, ordering=self.order, size=self.size, cursor=self.request.GET.get("cursor"),
            areas=self.areas, computed=computed,
        )  # fmt: skip
        return {
            "list": self,
            "rows": self.rows(page) if page.rows else "",
            "count": self.count(page),
            "next_url": self.url(cursor=page.next) if page.next else "",
            "previous_url": self.url(cursor=page.previous) if page.previous else "",
        }

    @property
    def model(self) -> type[models.Model]:
        """What is listed."""
        return self.table.model

    @property
    def title(self) -> str:
        """The name of the list."""
        return self.table.title

    @property
    def permission(self) -> str:
        """What one must hold to open the list."""
        return view_permission(self.table.model)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What is shown of each row."""
        first, *others = self.table.page_columns()
        return (first, *self.table.measures(self.asking), *others)

    # Asking

    @cached_property
    def asking(self) -> Asking:
        """What the address asks of the table; what does not read is said beside its filter."""
        asked = {**self.asked_by_itself, **dict(self.request.GET.lists())}
        return self.table.asking(self.request.user, asked, beside=self.beside)

    @cached_property
    def filtered(self) -> models.QuerySet:
        """The rows that match filters and search words."""
        return self.found.rows

    @cached_property
    def found(self) -> Found:
        """The same, with their number where the search came to know it."""
        rows = self.asking.apply(self.get_queryset())
        return self.table.search(rows, self.words, self.request.user) if self.words else Found(rows)

    @cached_property
    def controls(self) -> list[Control]:
        """What the page offers to narrow the list by."""
        return controls_of(self.table, self.asking, self.request.user)

    @property
    def areas(self) -> frozenset[int]:
        """The areas the rows lie in, where the model can be read area by area and nothing was searched."""
        return frozenset() if self.words else self.table.areas(self.request.user)

    @property
    def is_searchable(self) -> bool:
        """Whether there is a field for search words."""
        return self.table.is_searchable()

    @cached_property
    def words(self) -> str:
        """The search words, if this list can be searched; the API's name for them is understood too."""
        given = self.request.GET.get("q") or self.request.GET.get("search") or ""
        return given.strip()[:80] if self.is_searchable else ""

    @cached_property
    def order(self) -> Ordering:
        """The order asked for, or the table's own; refuses one it does not offer."""
        asked = None if self.asking.errors else self.request.GET.get("ordering")
        return self.table.ordering(asked, self.asking)

    @cached_property
    def size(self) -> int:
        """Rows on a page, 1 to 200."""
        size = whole_number(
            self.request.GET.get("page_size") or str(self.page_size), least=1, most=LARGEST_PAGE
        )
        if size is None:
            raise InvalidInput(f"每页行数应在 1 到 {LARGEST_PAGE} 之间。")
        return size

    @property
    def _needs_count(self) -> bool:
        """Whether the rows must be counted: not what a search knows, or knows to be too many."""
        return not self.words or (self.is_narrowed and self.found.count is not None)

    def count(self, page: Page) -> str:
        """How many rows match, as the heading says it: exact to ten thousand."""
        if self._needs_count:
            found = page.rows[0][-2] if page.rows else 0
            return f"{COUNT_CAP:,}+" if found > COUNT_CAP else f"{found:,}"
        if page.next is None and page.previous is None:
            return str(len(page.rows))
        if self.found.count is not None:
            return f"{self.found.count:,}"
        return f"{max(self.size, 0 if self.is_narrowed else self.found.at_least):,}+"

    # Showing

    @cached_property
    def paths(self) -> list[str]:
        """What is read of each row."""
        extra = [self.table.state_path()] if self.table.open_states is not None else []
        return [*(column.path for column in self.columns), *extra]

    def rows(self, page: Page) -> SafeString:
        """The rows as markup. Written here, not by a template: that took four times as long for fifty rows."""
        return rows_of(self.table, self.columns, page.rows)

    @cached_property
    def headings(self) -> list[dict[str, Any]]:
        """The headings, with the address that sorts by them."""
        return [
            {
                "column": column,
                "css": css_of(column),
                "sort_url": self.url(ordering=self._turned(column.sorted_by)) if column.sorted_by else "",
                "sorted": {column.sorted_by: "ascending", f"-{column.sorted_by}": "descending"}.get(
                    self.order.name, ""
                ),
            }
            for column in self.columns
        ]

    def _turned(self, path: str) -> str:
        return f"-{path}" if self.order.name == path else path

    def url(self, **changes: Any) -> str:
        """This list's address with some parameters changed; a change of what is listed starts at page one."""
        query = self.request.GET.copy()
        query.pop("cursor", None)
        for name, value in changes.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words) or self.is_narrowed

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but search words narrows it."""
        return any(value for name, value in self.request.GET.items() if name not in PAGE_PARAMETERS)

    @property
    def clear_url(self) -> str:
        """The list with nothing narrowed."""
        return self.request.path

    @property
    def export_url(self) -> str:
        """Where exactly what is seen is exported."""
        if not self.export:
            return ""
        query = QueryDict(mutable=True)
        query["export"] = self.export
        query.update(self.request.GET)
        for name, value in self.asked_by_itself.items():
            query.setdefault(name, value)
        for name in NOT_EXPORTED:
            query.pop(name, None)
        return f"/desk/exports/new/?{query.urlencode()}"

    @property
    def size_choices(self) -> list[tuple[int, str]]:
        """Page sizes and their addresses; the one in use has none."""
        return [(size, "" if size == self.size else self.url(page_size=size)) for size in PAGE_SIZES]

    @property
    def primary_action(self) -> PrimaryAction | None:
        """The list's one action, when this user may take it."""
        return self.primary if self.primary and self.request.user.has_perm(self.primary.permission) else None

    @property
    def order_choices(self) -> list[tuple[str, str, bool]]:
        """Orders to choose from: value, word, whether in use."""
        return [
            (value, label, value == self.order.name) for value, label in self.table.orders.items() if label
        ]


def rows_of(
    table: type[Table], columns: tuple[Column, ...], rows: list[tuple], *, address: str | None = None
) -> SafeString:
    """Table rows as markup: each of the values of `columns`, the state where due dates ask for it, …, the key.

    `address` is where a row leads, up to its key; the record's page unless given.
    """
    writers = [_writer(column) for column in columns]
    tags = [
        (_opening(css_of(column), column), _opening(f"{css_of(column)} none", column)) for column in columns
    ]
    address, written = address_of(table) if address is None else address, []
    for values in rows:
        is_open = table.open_states is None or values[len(columns)] in table.open_states
        first, *others = (write(value, is_open) for write, value in zip(writers, values, strict=False))
        cells = (f'<a class="open" href="{address}{values[-1]}/">{first}</a>' if address else first, *others)
        written.append(f"<tr>{''.join(map(_cell, tags, cells))}</tr>\n")
    return mark_safe("".join(written))  # cells are escaped


def address_of(table: type[Table]) -> str:
    """The address of a record up to its primary key; empty where records have no page."""
    return reverse(table.opens_at, args=[0]).removesuffix("0/") if table.opens_at else ""


def _writer(column: Column) -> Callable[[Any, bool], str]:
    if column.kind == "due":
        today = timezone.localdate()
        return lambda value, is_open: due_cell(value, today, is_open=is_open)
    write = cell_of(column)
    return lambda value, is_open: write(value)


def _opening(css: str, column: Column) -> str:
    return format_html('<td class="{}" data-label="{}">', css, column.heading)


def _cell(tags: tuple[str, str], text: str) -> str:
    return f"{tags[text == MISSING]}{text}</td>"
