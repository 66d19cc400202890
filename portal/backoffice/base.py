"""`ScopedModelAdmin`: what every list and form of the back office is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin, TabularInline
from unfold.views import ChangeList

from portal.backoffice.exporting import export_of, export_page
from portal.backoffice.history import history_page, may_see_history
from portal.backoffice.paginator import CappedPaginator
from portal.backoffice.tables import display_of, filters_offered
from portal.errors import InvalidInput, NotVisible, Refusal
from portal.records.columns import Column
from portal.records.filters import Asking
from portal.records.searching import found, searchable
from portal.records.tables import Table, tables_saying
from portal.text import clean_line
from portal.writing import locked, refusal_of, saved

EMPTY = "—"
CONFLICT = "与已有的记录冲突，请核对后再保存。"


def visible_rows(model: type[models.Model], user: Any) -> models.QuerySet:
    """The rows of `model` that `user` may see.

    A model without scope has none to show, unless its section says it is shared by all offices.
    """
    rows = model._default_manager.get_queryset()
    if hasattr(rows, "visible_to"):
        return rows.visible_to(user)
    section: Any = admin.site._registry.get(model)
    shared = getattr(section, "shared", False) and user.has_perm(section.permission("view"))
    return rows if shared else rows.none()


def column(path: str, description: str, *, ordering: bool = False) -> Callable[[Any], Any]:
    """A list column read along `path` (`indicator__name`); a missing link shows as a dash, never as an error."""

    @admin.display(description=description, ordering=path if ordering else None, empty_value=EMPTY)
    def shown(record: Any) -> Any:
        for name in path.split("__"):
            try:
                record = getattr(record, name)
            except (ObjectDoesNotExist, AttributeError):
                return None
        return record

    shown.path = path  # type: ignore[attr-defined]  # a function may carry what it was made of
    return shown


def flag(name: str, description: str) -> Callable[[Any], Any]:
    """A list column of a yes or no that the database works out: Django's own shows such a field as English text."""

    @admin.display(description=description, ordering=name, boolean=True)
    def shown(record: Any) -> bool:
        return bool(getattr(record, name))

    return shown


if TYPE_CHECKING:
    # What a list and an inline are beside `Scoped`; django-unfold has no types.
    Host: Any
else:
    Host = object


class CappedChangeList(ChangeList):
    """A list that says how many rows there are only once, and only up to the cap; a table's filters are its own."""

    def get_filters(self, request: HttpRequest) -> Any:
        """The table's filters, by the names they have everywhere; what is unknown or does not read is refused."""
        if any("\0" in text for texts in self.filter_params.values() for text in texts):
            raise IncorrectLookupParameters
        table = self.model_admin.table
        if table is None:
            self._refuse_unoffered()
            return super().get_filters(request)
        self.asking: Asking = table.asking(request.user, self.model_admin.asked(self.get_filters_params()))
        self.asking.check()
        specs = filters_offered(table, self.asking, request.user)
        return specs, bool(specs), {}, False, bool(self.asking.values)

    def _refuse_unoffered(self) -> None:
        # Django lets any column be asked for, also one that nobody is shown: letter by letter it would be read.
        offered = {f"{name}__exact" for name in self.list_filter}
        if unoffered := set(self.get_filters_params()) - offered:
            raise DisallowedModelAdminLookup(f"no filter of {self.opts.label}: {sorted(unoffered)[0][:40]}")

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> models.QuerySet:
        """The rows that answer to everything asked."""
        rows = super().get_queryset(request, exclude_parameters)
        return rows if self.model_admin.table is None else self.asking.apply(rows)

    def get_results(self, request: HttpRequest) -> None:
        """The rows of this page; the whole is never counted beside what was asked for."""
        super().get_results(request)
        self.full_result_count = self.result_count


class Scoped(Host):
    """Rows, pickers and permissions of lists and inlines alike: asked of the posts, never of Django's tables.

    `shared` marks reference data without an area, the same for every office (a calendar, a deadline rule).
    """

    model: type[models.Model]
    shared: ClassVar[bool] = False
    view_permission: ClassVar[str] = ""
    add_permission: ClassVar[str] = ""
    change_permission: ClassVar[str] = ""

    def permission(self, verb: str) -> str:
        """`<app>.<verb>_<model>`, or what the class names instead."""
        named = getattr(self, f"{verb}_permission", "")
        return named or f"{self.opts.app_label}.{verb}_{self.opts.model_name}"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The rows one may see, in the list's order."""
        if self.shared:
            everything = self.model._default_manager.get_queryset()
            rows = everything if self.has_view_permission(request) else everything.none()
        else:
            rows = visible_rows(self.model, request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A picker offers what one may see, and nothing else is accepted."""
        kwargs.setdefault("queryset", visible_rows(db_field.remote_field.model, request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Pickers only pick: what they offer is entered and changed in its own section."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Without a default nothing is chosen beforehand, least of all the first role of the list."""
        kwargs.setdefault("choices", db_field.get_choices(
            include_blank=db_field.blank or not db_field.has_default(), blank_choice=[("", "请选择")]
        ))  # fmt: skip
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The same for several."""
        kwargs.setdefault("queryset", visible_rows(db_field.remote_field.model, request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets see."""
        return request.user.has_perm(self.permission("view"), obj) or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets enter new ones."""
        return request.user.has_perm(self.permission("add"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a post lets change; auditors hold no such permission."""
        return request.user.has_perm(self.permission("change"), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: records are voided or ended, and stay."""
        return False


class ScopedModelAdmin(Scoped, ModelAdmin):
    """A list and form of the back office over one model, or over its `table`.

    Lists count to 10,001 at most, follow relations in one query and order by the key unless a column is
    declared sortable. History is the audit trail. Refusals come back beside the form. `export` and `import_`
    name a declaration of `portal.exchange` (the export of the same model by default).
    """

    actions = None
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields: Sequence[str] = ()
    ordering: Sequence[str] = ("-pk",)
    sortable_by: Sequence[str] = ()
    empty_value_display = EMPTY
    list_fullwidth = True
    compressed_fields = False
    warn_unsaved_form = True
    table: ClassVar[type[Table] | None] = None
    export: ClassVar[str] = ""
    import_: ClassVar[str] = ""
    asked_by_itself: ClassVar[dict[str, str]] = {}

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        # Pickers ask for the attribute, not for the method.
        if not self.search_fields:
            own = self.table.search_fields if self.table is not None else ()
            self.search_fields = ("search_text",) if searchable(model) else own
        super().__init__(model, admin_site)

    def get_list_select_related(self, request: HttpRequest) -> Sequence[str] | bool:
        """Every relation a column shows, so that rows cost no query of their own."""
        declared = [] if isinstance(self.list_select_related, bool) else list(self.list_select_related)
        shown = filter(None, (self._relation(name) for name in self.get_list_display(request)))
        return list(dict.fromkeys([*declared, *shown])) or False

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        """The table's columns, or those declared; days are written as in every table (2026-11-23 09:05)."""
        declared = super().get_list_display(request)
        if self.table is not None and tuple(declared) == ("__str__",):
            return [display_of(column) for column in self.table.page_columns() if self._is_readable(column)]
        return [self._dated(name) or name for name in declared]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Counts once, up to the cap."""
        return CappedChangeList

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the section is in the menu."""
        return self.has_view_permission(request) or self.has_add_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with the pages that belong to it; refuses NUL, which no record holds."""
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise InvalidInput("网址里的筛选条件含有空字符（NUL），请重新选择。")
        return super().changelist_view(
            request, {"list_links": self.get_links(request), **(extra_context or {})}
        )

    def asked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What narrows the list: what was asked, and what the section asks by itself.

        Django's own links say `state__exact` where everybody else says `state`.
        """
        named = {
            name if name == "area__exact" else name.removesuffix("__exact"): value
            for name, value in given.items()
        }
        return {**self.asked_by_itself, **named}

    def get_links(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Pages that belong to the list, as word, address and icon: import, and export of what is seen."""
        links = (
            ("导入", self._import_url(request), "upload"),
            ("导出", self._export_url(request), "download"),
        )
        return [(word, url, icon) for word, url, icon in links if url]

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """The form; a refusal of the action behind it is shown on it, with everything that was typed."""
        extra_context = {"show_history": self.has_history(request), **(extra_context or {})}
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except NotVisible as refusal:
            raise Http404(refusal.message) from refusal
        except Refusal as told:
            standing = told
        except IntegrityError as error:
            standing = refusal_of(error) or InvalidInput(CONFLICT)
        request.refusal = standing  # type: ignore[attr-defined]  # for `get_form`, which is asked next
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; one that is being changed is locked first, so that the form is judged by how it stands."""
        record = super().get_object(request, object_id, from_field)
        changing = request.method == "POST" and transaction.get_connection().in_atomic_block
        return locked(record) if record is not None and changing else record

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        """The form, which repeats the refusal of this request if there was one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else type(form.__name__, (form,), {"clean": _refusing(refusal)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, noting who entered it; a section with an action of its own calls that instead."""
        if not change and hasattr(obj, "created_by_id"):
            obj.created_by = request.user
        saved(obj)

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> Any:
        """Rows that contain the words, as the table or the search text finds them; nothing contains NUL."""
        if "\0" in search_term:
            return queryset.none(), False
        search_term = clean_line(search_term)
        if search_term and self.table is not None and self.table.is_searchable():
            return self.table.search(queryset, search_term, request.user).rows, False
        if search_term and searchable(self.model):
            return found(queryset, search_term, request.user).rows, False
        return super().get_search_results(request, queryset, search_term)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The audit trail of the record."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        if not (self.has_view_permission(request, record) and may_see_history(request.user)):
            raise PermissionDenied
        return history_page(request, self, record)

    def has_history(self, request: HttpRequest) -> bool:
        """Whether the record page leads to its history."""
        return may_see_history(request.user)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Export what the list shows."""
        return export_page(request, self)

    def get_custom_urls(self) -> tuple[tuple[str, str, Any], ...]:
        """Adds the export page."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return (*super().get_custom_urls(), ("export/", name, _method(self.export_view)))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing: the database's audit trail has it already."""

    log_change = log_deletions = log_addition

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404("没有这条记录，或者它不在您负责的区域内。")

    def _is_readable(self, column: Column) -> bool:
        """Whether a record tells it itself; what the database works out has then the name of a property."""
        return not column.is_computed or hasattr(self.model, column.name)

    def _relation(self, name: Any) -> str | None:
        """The relation behind a column: a foreign key by name, or the way to a `column(path)`."""
        path = getattr(name if callable(name) else getattr(type(self), name, None), "path", None)
        if path is not None:
            return path.rpartition("__")[0] or None
        try:
            return name if self.opts.get_field(name).many_to_one else None
        except (FieldDoesNotExist, TypeError):
            return None

    def _dated(self, name: Any) -> Callable[[Any], str | None] | None:
        """A column that writes a date field, or None for other columns."""
        field = next((each for each in self.opts.concrete_fields if each.name == name), None)
        if not isinstance(field, models.DateField):
            return None
        moment = isinstance(field, models.DateTimeField)

        @admin.display(description=field.verbose_name, ordering=name, empty_value=EMPTY)
        def written(record: Any) -> str | None:
            value = getattr(record, name)
            if value is None:
                return None
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if moment else value.isoformat()

        written.__name__ = name
        return written

    def _export_url(self, request: HttpRequest) -> str | None:
        declared = export_of(self)
        if declared is None or not request.user.has_perm(declared.permission):
            return None
        asked = {name: value for name, value in request.GET.items() if name != PAGE_VAR}
        return f"{reverse(f'admin:{self.opts.app_label}_{self.opts.model_name}_export')}?{urlencode(asked)}"

    def _import_url(self, request: HttpRequest) -> str | None:
        if not self.import_ or not self.has_add_permission(request):
            return None
        try:
            return reverse("exchange:import", args=[self.import_])
        except NoReverseMatch:
            return None


class ReadOnlyAdmin(ScopedModelAdmin):
    """A list to look at: nobody adds or changes here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def register_sections_of_tables() -> None:
    """Every table that is said to be `in_back_office` has a section to look at, in the table's order."""
    for table in tables_saying("in_back_office"):
        said = {
            "table": table, "shared": table.shared, "ordering": tuple(dict.fromkeys((table.order, "-pk"))),
            "__doc__": table.__doc__,
        }  # fmt: skip
        admin.site.register(table.model, type(f"{table.__name__}Section", (ReadOnlyAdmin,), said))


class ScopedTabularInline(Scoped, TabularInline):
    """Rows of another model below a form, scoped the same way."""

    extra = 0
    can_delete = False
    show_change_link = False
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Visible rows only."""
        return super().get_queryset(request)


def rows_of(
    model: type[models.Model],
    *fields: str,
    title: str,
    order: Sequence[str] = ("id",),
    related: Sequence[str] = (),
) -> type[ScopedTabularInline]:
    """Rows of another model below a form, to look at; `related` is what a row names."""

    class Rows(ScopedTabularInline):
        def get_queryset(self, request: HttpRequest) -> models.QuerySet:
            return super().get_queryset(request).select_related(*related)

    for name, value in {
        "model": model, "fields": fields, "readonly_fields": fields, "ordering": order, "max_num": 0,
        "verbose_name_plural": title,
    }.items():  # fmt: skip
        setattr(Rows, name, value)
    return Rows


def _method(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    def page(request: HttpRequest, *args: Any, model_admin: Any = None, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return page


def _refusing(refusal: Refusal) -> Callable[[ModelForm], dict[str, Any]]:
    def clean(form: ModelForm) -> dict[str, Any]:
        named = {
            error["field"]: error["message"] for error in refusal.errors if error.get("field") in form.fields
        }
        for field, message in named.items():
            form.add_error(field, message)
        raise ValidationError(refusal.message)

    return clean
