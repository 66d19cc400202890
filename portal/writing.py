"""Writing safely: a record is read again under a lock before it is judged, and only what changed is written.

An action is one `writing()`; it begins with `locked(record)` and ends with `saved(record)`:

    @writing()
    def hide_parcel(parcel: LandParcel, *, by: User) -> None:
        locked(parcel, by=by)
        ...
        parcel.is_public = False
        saved(parcel)

What the database refuses there (a constraint, a trigger) comes out as the sentence it was declared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from operator import ne
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, models, router, transaction
from django.db.models.constraints import BaseConstraint
from django.utils.functional import cached_property as django_cached_property

from portal.errors import InvalidInput, NotPermitted, NotVisible, Refusal, WrongState

if TYPE_CHECKING:
    from portal.accounts.models import User

M = TypeVar("M", bound=models.Model)

NOT_THERE = "没有这条记录，或者它不在您负责的区域内。"
KINDS: dict[str, type[Refusal]] = {kind.__name__: kind for kind in (InvalidInput, WrongState, NotPermitted)}
NOT_NULL = "23502"
MANY = 1000


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, all of it or nothing; a refusal of the database comes out as its sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


def locked(record: M, *, by: User | None = None) -> M:
    """Read the whole row of `record` again, locked until the transaction ends; the same object, now as it stands.

    What was assigned to it before is lost; related records stay at hand unless the row now names another. With
    `by`, a row this user may not see is refused (`NotVisible`), as is one that is gone. Where the model names the
    record above that it is judged by (`stands_within = "project"`), that is locked first, always in this order so
    that two never wait for each other, and hangs on the record as it stands. A defect (`RuntimeError`) outside a
    transaction, where the lock would end at once.
    """
    row = _plain(record)
    manager = row._meta.model._default_manager
    _require_transaction(row._meta.model)
    within = getattr(row._meta.model, "stands_within", "")
    above = _locked_above(row, within) if within else None
    rows = manager.all() if by is None else manager.visible_to(by)
    # Without the key: records that point here may be entered meanwhile, and do not wait.
    current = rows.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).order_by("pk").first()
    if current is None:
        raise NotVisible(NOT_THERE)
    _take_over(row, current)
    if above is not None and getattr(row, f"{within}_id") != above.pk:
        return locked(record, by=by)
    return record


def locked_all(records: Sequence[M]) -> Sequence[M]:
    """`locked` for many, in few queries; refuses (`NotVisible`) when one is gone."""
    for first in range(0, len(records), MANY):
        chunk = records[first : first + MANY]
        rows = type(chunk[0])._default_manager.filter(pk__in=[record.pk for record in chunk])
        current = {row.pk: row for row in locked_rows(rows)}
        for record in chunk:
            if record.pk not in current:
                raise NotVisible(NOT_THERE)
            _take_over(record, current[record.pk])
    return records


def locked_rows(rows: models.QuerySet[M]) -> list[M]:
    """Every row of `rows`, locked until the transaction ends, in the order of their keys so that two wait in turn."""
    _require_transaction(rows.model)
    found = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for row in found:
        _remember(row)
    return found


def saved(record: M) -> M:
    """Save a new record; of one that was `locked`, the fields that differ from what was read, and nothing else.

    When it was changed (`updated_at`) goes with them. A record that was not locked is a defect (`RuntimeError`).
    """
    row = _plain(record)
    if row._state.adding:
        row.save(force_insert=True)
        return record
    _require_transaction(row._meta.model)
    changed = changed_fields(row)
    if changed:
        has_stamp = any(field.name == "updated_at" for field in row._meta.concrete_fields)
        row.save(update_fields=dict.fromkeys([*changed, *(["updated_at"] if has_stamp else [])]))
    _remember(row)
    return record


def changed_fields(record: models.Model) -> list[str]:
    """The fields of a locked record that differ from what `locked` read."""
    row = _plain(record)
    read = getattr(row._state, "read", None)
    if read is None:
        raise RuntimeError(f"{row._meta.label} was not locked; what it would overwrite is not known.")
    return [
        field.name
        for field in _writable(row)
        if field.attname in row.__dict__
        and _differs(field, read.get(field.attname), row.__dict__[field.attname])
    ]


def in_turn(*key: object) -> None:
    """Wait for everybody who does the same under `key`, until the transaction ends: for what no row stands for yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [":".join(map(str, key))])


@contextmanager
def alone(*key: object) -> Iterator[bool]:
    """Whether nobody else holds `key`; nobody gets it before the block ends, or this connection with its process."""
    name = ":".join(map(str, key))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


# The database's refusals in words -----------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What a constraint's refusal says: its sentence, the field it is about, and what kind of refusal it is."""

    sentence: str
    field: str = ""
    kind: type[Refusal] = InvalidInput

    def refusal(self) -> Refusal:
        """The refusal itself."""
        errors = [{"field": self.field, "message": self.sentence.rstrip("。")}] if self.field else []
        return self.kind(self.sentence, errors)


def refusal_of(error: IntegrityError) -> Refusal | None:
    """The refusal that stands for `error`; None when nobody declared in words what was broken.

    A constraint says it by `violation_error_message`, and by `violation_error_code` ("WrongState", "NotPermitted")
    when it is not the input that is wrong; a trigger by its message, its CONSTRAINT, and HINT for the code.
    """
    diagnostics = getattr(error.__cause__, "diag", None)
    if diagnostics is None:
        return None
    told = (
        constraints_told().get(diagnostics.constraint_name)
        or _of_a_trigger(diagnostics)
        or _of_a_field(diagnostics)
    )
    return told.refusal() if told else None


@cache
def constraints_told() -> dict[str, Told]:
    """The words of every constraint of every model, by its name in the database."""
    return {
        constraint.name: Told(
            str(constraint.violation_error_message), _field_of(constraint),
            KINDS.get(constraint.violation_error_code or "", InvalidInput),
        )
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != BaseConstraint.default_violation_error_message
    }  # fmt: skip


def _of_a_trigger(diagnostics: Any) -> Told | None:
    message = diagnostics.message_primary or ""
    if not any("\u4e00" <= sign <= "\u9fff" for sign in message):
        return None
    return Told(message, kind=KINDS.get(diagnostics.message_hint or "", InvalidInput))


def _of_a_field(diagnostics: Any) -> Told | None:
    """What Django and PostgreSQL name themselves: a field that is unique, or may not be empty."""
    table, name = diagnostics.table_name, diagnostics.constraint_name or ""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields if model._meta.db_table == table else ():
            if field.unique and name.startswith(f"{table}_{field.column}_"):
                return Told(
                    f"{field.verbose_name}相同的{model._meta.verbose_name}已经有了，请核对。", field.name
                )
            if diagnostics.sqlstate == NOT_NULL and field.column == diagnostics.column_name:
                return Told(f"没有填“{field.verbose_name}”。", field.name)
    return None


def _field_of(constraint: BaseConstraint) -> str:
    """Beside which field a form tells it: the last of a key, the first of a condition."""
    match constraint:
        case models.UniqueConstraint() if constraint.fields:
            return constraint.fields[-1]
        case models.CheckConstraint():
            names = list(_names_in(constraint.condition))
        case _:
            names = list(_names_in(list(getattr(constraint, "expressions", ()))[-1:]))
    return names[0] if names else ""


def _names_in(expression: Any) -> Iterator[str]:
    """The fields an expression or condition speaks of, in order."""
    match expression:
        case models.Q():
            for child in expression.children:
                yield from _names_in(child)
        case (str() as path, _):
            yield path.split("__")[0]
        case models.F():
            yield str(getattr(expression, "name", "")).split("__")[0]
        case tuple() | list():
            for child in expression:
                yield from _names_in(child)
        case _ if hasattr(expression, "get_source_expressions"):
            for child in expression.get_source_expressions():
                yield from _names_in(child)


# The row in hand and the row that stands --------------------------------------------------------------


def _plain(record: Any) -> Any:
    """The record itself where a lazy one stands for it (`request.user`)."""
    if hasattr(record, "_wrapped"):
        record.pk  # noqa: B018  (fetched now)
        return record._wrapped
    return record


def _require_transaction(model: type[models.Model]) -> None:
    if not transaction.get_connection(router.db_for_write(model)).in_atomic_block:
        raise RuntimeError(
            f"{model._meta.label} locked outside a transaction; decorate the action with @writing()."
        )


def _locked_above(row: Any, name: str) -> models.Model | None:
    field = row._meta.get_field(name)
    key = getattr(row, field.attname)
    if key is None:
        return None
    if not field.is_cached(row):
        (found,) = locked_rows(field.related_model._default_manager.filter(pk=key))
        setattr(row, name, found)
        return found
    return locked(getattr(row, name))


def _take_over(row: Any, current: Any) -> None:
    for field in row._meta.concrete_fields:
        if field.is_relation and field.is_cached(row) and _moved(field, row, current):
            field.delete_cached_value(row)
        if field.attname in current.__dict__:
            row.__dict__[field.attname] = current.__dict__[field.attname]
        else:
            row.__dict__.pop(field.attname, None)
    for relation in row._meta.related_objects:
        if relation.is_cached(row):
            relation.delete_cached_value(row)
    row.__dict__.pop("_prefetched_objects_cache", None)
    for name in [name for name in row.__dict__ if _is_worked_out(type(row), name)]:
        del row.__dict__[name]
    _remember(row)


def _moved(field: models.Field, row: Any, current: Any) -> bool:
    return row.__dict__.get(field.attname) != current.__dict__.get(field.attname)


def _is_worked_out(model: type, name: str) -> bool:
    return isinstance(getattr(model, name, None), (cached_property, django_cached_property))


def _remember(row: Any) -> None:
    kept = {
        field.attname: row.__dict__[field.attname]
        for field in _writable(row)
        if field.attname in row.__dict__
    }
    # Only these can change in place.
    row._state.read = {
        name: deepcopy(value) if isinstance(value, (dict, list)) else value for name, value in kept.items()
    }


def _writable(row: models.Model) -> list[models.Field]:
    return [field for field in row._meta.concrete_fields if not field.generated and not field.primary_key]


def _differs(field: models.Field, before: Any, now: Any) -> bool:
    """A field may know better (`EncryptedField`, whose values are dear to compare)."""
    return getattr(field, "differs", ne)(before, now)
