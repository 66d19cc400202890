"""The version of a record a form was opened with, and what others changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from portal.audit.history import Hand, last_hands
from portal.errors import ChangedMeanwhile
from portal.records.facts import PAGE, Facts, Given
from portal.records.forms import FactsForm, words_of

SALT = "portal.site.versions"
THEIRS = "theirs"
UNKNOWN = Hand("另一位同事", datetime.min)


@dataclass(frozen=True)
class Version:
    """A record as a form showed it: since when it stood so, what the fields showed, what marks each value."""

    at: datetime
    shown: Mapping[str, Any]
    marks: Mapping[str, Any]

    def signed(self) -> str:
        """As a form carries it, so that nobody makes one up."""
        written = {"at": self.at.isoformat(), "shown": self.shown, "marks": self.marks}
        return signing.dumps(written, salt=SALT, compress=True)


@dataclass(frozen=True)
class Difference:
    """What somebody else changed: the fact, who and when, what it was, is now, and what this user entered.

    `clashes` when this user entered something else: then it is decided by `mine` or `theirs`.
    """

    given: Given
    hand: Hand
    before: str
    now: str
    entered: str
    clashes: bool

    @property
    def name(self) -> str:
        """The field in which it is decided."""
        return f"decide_{self.given.name}"


def version_of(record: Any, declared: Facts) -> Version:
    """A record as it stands."""
    shown: dict[str, Any] = {}
    marks: dict[str, Any] = {}
    for given in declared.on(PAGE):
        if given.is_of_record:
            value = given.of(record)
            shown |= given.kind.shown(value, given)
            marks[given.name] = _sealed(record, given.name, given.kind.mark(value, given))
    return Version(getattr(record, "updated_at", None) or timezone.now(), shown, marks)


def _sealed(record: Any, name: str, mark: Any) -> str:
    # A page carries the mark: it says whether this value is another now, not which one, nor whether another record has it.
    told = json.dumps([record._meta.label, record.pk, name, mark], cls=DjangoJSONEncoder)
    return salted_hmac(SALT, told).hexdigest()[:24]


def version_in(text: str) -> Version | None:
    """The version a form carries; None without one, or when it is not ours."""
    try:
        written = signing.loads(text, salt=SALT)
        at = parse_datetime(written["at"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return Version(at, written["shown"], written["marks"]) if at else None


class ChangedByAnother(ChangedMeanwhile):
    """The record is not as the form had shown it: what differs is shown, and decided by who sent the form."""

    status = 409

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__("您打开这一页以后，记录被别人改过。请看清下面的改动，再决定怎样保存。")
        self.differences = differences


def refuse_changed(record: Any, opened: Version, stands: Version, form: FactsForm) -> None:
    """Refuse to save over what somebody else changed since the form was opened, until its user has seen it."""
    changed = [
        given for given in form.declared.on(PAGE)
        if given.name in stands.marks and stands.marks[given.name] != opened.marks.get(given.name)
    ]  # fmt: skip
    if not changed:
        return
    hands = last_hands(record, since=opened.at)
    raise ChangedByAnother([_difference(given, opened, stands, form, hands) for given in changed])


def _difference(
    given: Given, opened: Version, stands: Version, form: FactsForm, hands: Mapping[str, Hand]
) -> Difference:
    bounds = [form[name] for name in form.parts_of[given.name]]
    words = lambda shown: "、".join(  # noqa: E731
        filter(None, (words_of(bound, shown.get(bound.name)) for bound in bounds))
    )
    differs_from_both = form.changed(given, opened.shown) and form.changed(given, stands.shown)
    entered = {bound.name: bound.data for bound in bounds if not hasattr(bound.data, "chunks")}
    return Difference(
        given, hands.get(given.name, UNKNOWN), words(opened.shown) or "—", words(stands.shown) or "—", words(entered) or "—",
        clashes=differs_from_both,
    )  # fmt: skip
