"""Registers: records an office keeps, entered and changed many at a time, by hand, by API and by ledger alike.

A room says what is particular of its records (`Register`) and writes its action out of three steps: `locked_entries`
of the drafts, `refuse_known`, `save_entries`. Reach, locks, equal ones left alone, every fault told by its row and
nothing registered twice are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from portal.errors import InvalidInput, NotPermitted
from portal.exchange.intake.bulk import add_many
from portal.exchange.intake.records import any_of
from portal.model_fields import field_of
from portal.writing import in_turn, locked_all

if TYPE_CHECKING:
    from portal.accounts.models import Area, User

Fault = dict[str, Any]


@dataclass(kw_only=True)
class Draft:
    """What is to be recorded of one record: `facts` by field name; what is not named stays as it is.

    `record` is the one on record that changes; None registers a new one in `area`.
    """

    facts: dict[str, Any]
    area: Area | None = None
    record: Any = None
    row: int | None = None


@dataclass(frozen=True)
class Entry:
    """A record as it is to be saved, and what was on record before."""

    record: Any
    draft: Any
    before: dict[str, Any]

    @property
    def is_new(self) -> bool:
        """Whether it is registered only now."""
        return self.draft.record is None

    @cached_property
    def differs(self) -> bool:
        """Whether anything would change; always for a new one."""
        return self.is_new or any(getattr(self.record, name) != value for name, value in self.before.items())

    @property
    def has_moved(self) -> bool:
        """Whether it belongs to another area than before."""
        return not self.is_new and self.record.area_id != self.before["area_id"]


@dataclass
class Saved:
    """What a save did."""

    created: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    unchanged: int = 0

    def write_all(self, fields: Iterable[str]) -> Saved:
        """Add what is new; of what changed write `fields`."""
        add_many(self.created)
        if self.changed:
            rows = type(self.changed[0])._default_manager
            rows.bulk_update(self.changed, [*fields, "updated_at"], batch_size=500)
        return self


@dataclass(frozen=True)
class Once:
    """A field that stands once in an office's register (where `unless`, another field, is empty), and how one is told."""

    name: str
    told: Callable[[Any], str]
    unless: str = ""

    def of(self, record: Any) -> tuple[int, str] | None:
        """Office and value; None where there is nothing to compare."""
        value = getattr(record, self.name)
        return (record.office_id, value) if value and not getattr(record, self.unless, "") else None


@dataclass(frozen=True, kw_only=True)
class Register:
    """The records of one kind, `noun` in words; `facts` are the fields that drafts may name.

    `clean` brings facts into the form they are kept in, `complete` follows them up on the record, `faults` says what
    cannot be recorded. `standing` gives the records that count, `once` what stands once among an office's, `cure`
    what to do about a record that is there already, `duplicate` the kind of that refusal. `related` are read along.
    """

    model: type[models.Model]
    noun: str
    facts: tuple[str, ...]
    clean: Callable[[dict[str, Any]], dict[str, Any]]
    faults: Callable[[Entry], list[Fault]]
    standing: Callable[[], models.QuerySet]
    once: tuple[Once, ...]
    cure: Callable[[Any], str]
    complete: Callable[[Entry], None] = lambda entry: None
    duplicate: type[InvalidInput] = InvalidInput
    related: tuple[str, ...] = ()

    def locked_entries(self, drafts: Sequence[Draft], *, by: User, new: Callable[[Any], Any]) -> list[Entry]:
        """What the drafts come to, those on record locked; `new` begins a record that is not there yet.

        Refuses areas outside the user's posts, and all that cannot be recorded, by its row.
        """
        on_record = [draft.record for draft in drafts if draft.record is not None]
        locked_all(on_record)
        models.prefetch_related_objects(on_record, *self.related)
        self._check_reach(drafts, by)
        areas = {draft.area.pk: draft.area for draft in drafts if draft.area is not None}
        offices = {pk: office_of(area) for pk, area in areas.items()}
        entries = [self._entry(draft, offices, new) for draft in drafts]
        faults = [
            {"row": entry.draft.row, **fault}
            for entry in entries
            if entry.differs
            for fault in self.faults(entry)
        ]
        if faults:
            first = faults[0]
            raise InvalidInput(f"“{first['label']}”{first['message']}，{first['cure']}。", faults)
        return entries

    def refuse_known(self, entries: Sequence[Entry]) -> None:
        """Refuse what an office has already, or would get twice.

        Of two who register at once in one office, the second sees what the first registered.
        """
        for office in sorted({entry.record.office_id for entry in entries if entry.is_new}):
            in_turn(self.model._meta.label_lower, office)
        records = [entry.record for entry in entries if entry.differs]
        offices = {record.office_id for record in records}
        others = (
            self.standing().filter(office__in=offices).exclude(pk__in=[one.pk for one in records if one.pk])
        )
        for once in self.once:
            keys = [key for key in map(once.of, records) if key]
            held = set(keys)
            if len(held) < len(keys):
                raise InvalidInput(f"有两条的“{self.label(once.name)}”相同，请只保留一条。")
            rows = others.filter(any_of(self.model, once.name, {value for _, value in held}))
            for known in rows.filter(**{once.unless: ""} if once.unless else {}):
                if once.of(known) in held:
                    raise self.duplicate.at(once.name, once.told(known), self.cure(known))

    def save_entries(self, entries: Sequence[Entry]) -> Saved:
        """Write what differs."""
        differing = [entry for entry in entries if entry.differs]
        saved = Saved(
            [entry.record for entry in differing if entry.is_new],
            [entry.record for entry in differing if not entry.is_new],
            len(entries) - len(differing),
        )
        return saved.write_all((*self.facts, "area", "office"))

    def cleaned(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Facts as they are kept; refuses what no record holds."""
        unknown = set(facts) - set(self.facts)
        if unknown:
            raise InvalidInput(f"没有这些内容：{'、'.join(sorted(unknown))}。")
        return self.clean(
            {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
        )

    def label(self, name: str) -> str:
        """What a field is called."""
        return str(field_of(self.model, name).verbose_name)

    def fault(self, name: str, message: str, cure: str) -> Fault:
        """What is wrong with a field, and what to do about it."""
        return {"field": name, "label": self.label(name), "message": message, "cure": cure}

    def _check_reach(self, drafts: Sequence[Draft], by: User) -> None:
        app, name = self.model._meta.app_label, self.model._meta.model_name
        may_add, may_change = (by.reach(f"{app}.{verb}_{name}").below for verb in ("add", "change"))
        for draft in drafts:
            if draft.record is None and (draft.area is None or draft.area.pk not in may_add):
                raise NotPermitted(f"您的岗位不能在{draft.area or '这个区域'}登记{self.noun}。")
            if draft.record is not None and draft.record.area_id not in may_change:
                raise NotPermitted(f"您的岗位不能修改“{draft.record}”。")
            if draft.record is not None and draft.area is not None and draft.area.pk not in may_change:
                raise NotPermitted(f"您的岗位不能把{self.noun}改到{draft.area}。")

    def _entry(self, draft: Draft, offices: dict[int, Area], new: Callable[[Any], Any]) -> Entry:
        record = new(draft) if draft.record is None else draft.record
        names = [field_of(self.model, name).attname for name in (*self.facts, "area")]
        entry = Entry(record, draft, {name: getattr(record, name) for name in names})
        for name, value in self.cleaned(draft.facts).items():
            setattr(record, name, value)
        if draft.area is not None:
            record.area, record.office = draft.area, offices[draft.area.pk]
        record.updated_at = timezone.now()
        self.complete(entry)
        return entry


def office_of(area: Area) -> Area:
    """The street in whose registers a record of `area` stands; an area above the streets keeps its own."""
    return area.street() or area
