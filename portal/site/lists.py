"""List pages: scoped, filtered in the URL, paged by keyset, exported as seen; six queries whatever the size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views import View

from portal.errors import InvalidInput, NotPermitted
from portal.figures.whole import whole_number
from portal.scoping import view_permission
from portal.search.queries import Found, find
from portal.site.columns import MISSING, Column, due_cell
from portal.site.keyset import Ordering, Page, page_of
from portal.site.requests import DeskRequest

COUNT_CAP = 10_000
PAGE_SIZES = (20, 50, 100, 200)
LARGEST_PAGE = 200
PAGE_PARAMETERS = ("cursor", "page_size")


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
    """A list page of one model, declared by its class attributes.

    `record_url` names the page a row opens by its primary key. `orderings` are the orders one may choose
    beside the sortable headings; the first term of `ordering` decides, the primary key breaks ties.
    `open_states` are the states in which a due date still matters (all, when not given). `export` names the
    export that gives exactly what is seen. `empty` says what to do when there is nothing.
    """

    request: DeskRequest
    model: ClassVar[Any]
    title: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    filterset_class: ClassVar[type[django_filters.FilterSet] | None] = None
    search: ClassVar[bool] = False
    search_label: ClassVar[str] = "搜索"
    ordering: ClassVar[str] = "-id"
    orderings: ClassVar[dict[str, str]] = {}
    page_size: ClassVar[int] = 50
    record_url: ClassVar[str] = ""
    open_states: ClassVar[frozenset[str] | None] = None
    state_path: ClassVar[str] = "state"
    export: ClassVar[str] = ""
    primary: ClassVar[PrimaryAction | None] = None
    empty: ClassVar[str] = "还没有记录。"
    template_name: ClassVar[str] = "site/list.html"

    def get(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or only its rows when htmx asks."""
        if not request.user.has_perm(self.permission):
            raise NotPermitted(f"您的岗位不能查看“{self.title}”。")
        fragment = request.htmx and not request.htmx.history_restore_request
        template = "site/list_body.html" if fragment else self.template_name
        response = render(request, template, self.get_context())
        patch_vary_headers(response, ["HX-Request"])
        return response

    # What a list may say for itself

    def get_queryset(self) -> models.QuerySet:
        """The rows this user may see."""
        return self.model._default_manager.visible_to(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """What the template shows."""
        paths, computed = (
            self.paths,
            {column.path: column.expression for column in self.columns if column.expression is not None},
        )
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
    def permission(self) -> str:
        """What one must hold to open the list."""
        return view_permission(self.model)

    # Asking

    @cached_property
    def filterset(self) -> django_filters.FilterSet | None:
        """The filters as asked; a malformed one is refused with the field's own sentence."""
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, self.get_queryset(), request=self.request)

    @cached_property
    def filtered(self) -> models.QuerySet:
        """The rows that match filters and search words."""
        return self.found.rows

    @cached_property
    def found(self) -> Found:
        """The same, with their number where the search came to know it."""
        queryset = self.get_queryset() if self.filterset is None else self._by_filters(self.filterset)
        return find(queryset, self.words, areas=self.request.user.reach(self.permission).below)

    def _by_filters(self, filterset: django_filters.FilterSet) -> models.QuerySet:
        return filterset.qs if filterset.is_valid() else filterset.queryset.none()

    @property
    def areas(self) -> frozenset[int]:
        """The areas the rows lie in, where the model can be read area by area and nothing was searched."""
        indexed = any(index.fields == ["area", "-id"] for index in self.model._meta.indexes)
        if not indexed or self.words or self.model.scope.path != "area_id":
            return frozenset()
        reach = self.request.user.reach(self.permission)
        return reach.below | reach.above if self.model.scope.seen_from_below else reach.below

    @cached_property
    def words(self) -> str:
        """The search words, if this list can be searched."""
        return self.request.GET.get("q", "").strip()[:80] if self.search else ""

    @cached_property
    def order(self) -> Ordering:
        """The order asked for, or the list's own; refuses one it does not offer."""
        name = self.request.GET.get("ordering") or self.ordering
        if name not in self.orders_offered:
            raise InvalidInput("这个列表不能按所要求的方式排序。")
        return Ordering(self.model, name)

    @cached_property
    def orders_offered(self) -> set[str]:
        """Every order one may ask for."""
        paths = {column.path for column in self.columns if column.sort}
        return {self.ordering, *self.orderings, *paths, *(f"-{path}" for path in paths)}

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
        extra = [self.state_path] if self.open_states is not None else []
        return [*(column.path for column in self.columns), *extra]

    def rows(self, page: Page) -> SafeString:
        """The rows as markup. Written here, not by a template: that took four times as long for fifty rows."""
        writers = [self._cell_writer(column) for column in self.columns]
        address, rows = self._address(), []
        for values in page.rows:
            is_open = self.open_states is None or values[len(self.columns)] in self.open_states
            first, *others = (write(value, is_open) for write, value in zip(writers, values, strict=False))
            cells = (
                f'<a class="open" href="{address}{values[-1]}/">{first}</a>' if address else first,
                *others,
            )
            rows.append("".join(map(_cell, self._cell_tags, cells)))
        return mark_safe("".join(f"<tr>{row}</tr>\n" for row in rows))  # cells are escaped

    @cached_property
    def _cell_tags(self) -> list[tuple[str, str]]:
        """The opening tag of every column's cells: with a value, and without one (left out on phones)."""
        return [
            (_opening(column.css, column.label), _opening(f"{column.css} none", column.label))
            for column in self.columns
        ]

    def _cell_writer(self, column: Column) -> Callable[[Any, bool], str]:
        if column.kind == "due":
            today = timezone.localdate()
            return lambda value, is_open: due_cell(value, today, is_open=is_open)
        write = column.formatter(self.model)
        return lambda value, is_open: write(value)

    def _address(self) -> str:
        """The address of a record up to its primary key."""
        return reverse(self.record_url, args=[0]).removesuffix("0/") if self.record_url else ""

    @cached_property
    def headings(self) -> list[dict[str, Any]]:
        """The headings, with the address that sorts by them."""
        return [
            {
                "column": column,
                "sort_url": self.url(ordering=self._turned(column.path)) if column.sort else "",
                "sorted": {
                    column.path: "ascending",
                    f"-{column.path}": "descending",
                }.get(self.order.name, ""),
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
        others = (*PAGE_PARAMETERS, "ordering", "q")
        return any(value for name, value in self.request.GET.items() if name not in others)

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
        for name in PAGE_PARAMETERS:
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
        return [(value, label, value == self.order.name) for value, label in self.orderings.items()]


def _opening(css: str, label: str) -> str:
    return format_html('<td class="{}" data-label="{}">', css, label)


def _cell(tags: tuple[str, str], text: str) -> str:
    return f"{tags[text == MISSING]}{text}</td>"
