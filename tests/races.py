"""What two people do to one record at the same time: nobody's change is undone, nothing is judged on an old copy.

A room subclasses `Races`, says how its record is made (the fixture `record`) and lists what is done to it. Each act
is then run after each other act and each step, once with a fresh copy of the record and once with one that was
loaded before: both must come to the same, row by row, or be refused in the same words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import Any, ClassVar

import pytest
import time_machine
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from portal.accounts.actions import place
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.errors import NotPermitted, Refusal
from portal.workflow.actions import take
from portal.workflow.flows import Flow, Step, barred_sentence, flow_of
from portal.workflow.models import Move
from portal.writing import refusal_of
from tests.conftest import make_user

Act = Callable[[Any, User], Any]
ROLES = (
    Role.STREET_LEADER, Role.SECTION_CHIEF, Role.ECONOMY_CLERK, Role.SAFETY_OFFICER, Role.PARTY_CLERK,
    Role.COMMUNITY_CLERK,
)  # fmt: skip


class Races:
    """Every act and step of one kind of record, raced; `acts` are called with the record and who does it; each is named
    after the action it calls, with a word behind it where one is called in several ways.

    `before` are acts on other records that change what this one is judged by (its project is voided).
    """

    model: ClassVar[str]
    acts: ClassVar[dict[str, Act]] = {}
    before: ClassVar[dict[str, Act]] = {}

    @pytest.fixture
    def both(self, street) -> User:
        """One person who holds the posts of all: enters, submits and reviews."""
        return everybody("both", street)

    @pytest.fixture
    def colleague(self, street) -> User:
        """Another one."""
        return everybody("colleague", street)

    @pytest.mark.django_db
    def test_an_old_copy_does_what_a_fresh_one_does(self, record, both, colleague):
        assert record._meta.label == self.model
        with time_machine.travel(timezone.now(), tick=False):
            differences = list(self.races(record, both, colleague))
        assert differences == [], "\n".join(differences)

    @pytest.mark.django_db
    def test_one_person_with_both_posts_may_not_do_both(self, record, both):
        gaps = [
            gap
            for step in steps_of(record)
            for name in step.not_by
            for gap in gaps_of(record, step, name, both)
        ]
        assert gaps == [], "\n".join(gaps)

    @pytest.mark.django_db
    def test_a_main_step_is_not_written_into_the_record_for_the_same_person(self, record, both):
        stamped = [step for step in steps_of(record) if step.primary and step.not_by and step.taker]
        written = [
            f"{step.name} {name}"
            for step in stamped
            for name in step.not_by
            if is_written(record, step, name, both)
        ]
        assert written == []

    def races(self, record: models.Model, both: User, colleague: User) -> Iterator[str]:
        """What an old copy did otherwise, pair by pair.

        Second, one way of calling an action will do, and of steps that judge nothing of their own one stands for all.
        """
        steps = {step.name: partial(step_taken, step) for step in steps_of(record)}
        judging = [step.name for step in steps_of(record) if step.check or step.effect] or list(steps)[-1:]
        firsts = {**self.before, **self.acts, **steps}
        seconds = {name: act for name, act in self.acts.items() if " " not in name}
        seconds |= {name: steps[name] for name in judging}
        not_taken = set()
        for first, second in product(firsts, seconds):
            state = source(record, first) or source(record, second)
            if (first, state) in not_taken:
                continue
            act, then = partial(firsts[first], by=both), partial(seconds[second], by=colleague)
            difference = differing(record, state, act, then)
            if difference is None:
                not_taken.add((first, state))
            elif difference:
                yield f"{first}, then {second} from {state or 'the start'}: {difference}"


def everybody(username: str, area: Any) -> User:
    """A user with every business post over `area`."""
    user = make_user(username)
    for role in ROLES:
        place(user, role=role, area=area)
    return user


def steps_of(record: models.Model) -> list[Step]:
    """The steps people take themselves; automatic ones belong to acts."""
    flow = flow_of(record)
    return flow.offered if flow else []


def source(record: models.Model, name: str) -> str:
    """The state from which a step is raced; acts start where the record is."""
    return next((step.source[0] for step in steps_of(record) if step.name == name), "")


def step_taken(step: Step, record: Any, by: User) -> Move:
    """The step with all it may ask for."""
    return take(record, step.name, by=by, note="写明理由", evidence="文件一份")


def differing(record: models.Model, state: str, first: Act, second: Act) -> str | None:
    """What `second` did with a copy from before `first` otherwise than with a fresh one; empty when the same.

    None when the first was refused, and there was nothing to see.
    """
    with rolled_back():
        if not put_into(record, state):
            return None
        old = whole(record)
        if isinstance(done(first, whole(record)), Refusal):
            return None
        fresh = outcome(second, whole(record))
        stale = outcome(second, old)
    return "" if fresh == stale else told(fresh, stale)


def outcome(act: Act, copy: models.Model) -> dict[str, Any]:
    """What stands after an act on a copy, or how it was refused; undone afterwards."""
    with rolled_back():
        result = done(act, copy)
        if isinstance(result, Refusal):
            return {"refused": f"{type(result).__name__} {result}"}
        return {"refused": "", **standing(copy)}


def done(act: Act, copy: models.Model) -> Any:
    """The act's result, or its refusal, of which nothing stays behind."""
    try:
        with transaction.atomic():
            return act(copy)
    except Refusal as refusal:
        return refusal


def standing(record: models.Model) -> dict[str, Any]:
    """The record's row, and the rows that point to it or tell its moves, as the database has them."""
    model = type(record)
    rows: dict[str, Any] = {"row": model._default_manager.filter(pk=record.pk).values().get()}
    for relation in model._meta.related_objects:
        if not relation.related_model._meta.managed:
            continue
        pointing = relation.related_model._base_manager.filter(**{relation.field.name: record.pk}).order_by(
            "pk"
        )
        rows[relation.related_model._meta.label] = [without_key(row) for row in pointing.values()]
    moves = Move.objects.of(record).values("step", "source", "target", "by", "note", "on")
    return {**rows, "moves": list(moves)}


def without_key(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def told(fresh: dict[str, Any], stale: dict[str, Any]) -> str:
    if fresh["refused"] != stale["refused"]:
        return f"“{fresh['refused'] or 'taken'}” became “{stale['refused'] or 'taken'}”"
    return "; ".join(
        f"{name} {key}: {value!r} became {stale['row'][key]!r}"
        for name in ("row",) for key, value in fresh["row"].items() if value != stale["row"][key]
    ) or f"rows beside it: {[name for name in fresh if fresh[name] != stale[name]]}"  # fmt: skip


def whole(record: models.Model) -> models.Model:
    """A copy as a view has it, with the records it names at hand."""
    names = [field.name for field in record._meta.concrete_fields if field.is_relation]
    return type(record)._default_manager.select_related(*names).get(pk=record.pk)


def put_into(record: models.Model, state: str) -> bool:
    """Bring the row into a state without asking; False when the database does not let it stand so."""
    flow = flow_of(record)
    if not state or flow is None:
        return True
    try:
        with transaction.atomic():
            type(record)._default_manager.filter(pk=record.pk).update(**{flow.field: state})
    except IntegrityError:
        return False
    return True


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing of what is done inside stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# The two-person rule ----------------------------------------------------------------------------------


def gaps_of(record: models.Model, step: Step, name: str, user: User) -> Iterator[str]:
    """Where `user`, who stands in the field `name` of the record, gets through with the step all the same."""
    flow, sentence = flow_of(record), barred_sentence(type(record), name, step.verb)
    with rolled_back():
        old = whole(record)
        if not put_into(record, step.source[0]):
            raise AssertionError(f"{step.name}: the record cannot stand in {step.source[0]}")
        type(record)._default_manager.filter(pk=record.pk).update(**{name: user})
        for kind, copy in (("fresh", whole(record)), ("old", old)):
            refusal = done(partial(step_taken, step, by=user), copy)
            if not (isinstance(refusal, NotPermitted) and refusal.message == sentence):
                yield f"{step.name} with a {kind} copy: {refusal}"
        told_by_database = move_refused(record, flow, step, user)
        if told_by_database != ("NotPermitted", sentence):
            yield f"{step.name}: the database lets {name} take it, or says {told_by_database}"


def move_refused(record: models.Model, flow: Flow, step: Step, user: User) -> tuple[str, str] | None:
    """How the database itself refuses the move."""
    try:
        with transaction.atomic():
            Move.objects.create(
                model=record._meta.label_lower, object_id=record.pk, area_id=type(record).scope.area_of(record),
                step=step.name, verb=step.verb, source=step.source[0], target=step.target, by=user,
            )  # fmt: skip
    except IntegrityError as error:
        refusal = refusal_of(error)
        return (refusal.code, refusal.message) if refusal else None
    return None


def is_written(record: models.Model, step: Step, name: str, user: User) -> bool:
    """Whether the row can say that who stands in `name` took the step."""
    flow = flow_of(record)
    try:
        with rolled_back():
            rows = type(record)._default_manager.filter(pk=record.pk)
            rows.update(**{flow.field: step.target, name: user, step.taker: user})
    except IntegrityError as error:
        return refusal_of(error) is None
    return True


# The same moment --------------------------------------------------------------------------------------


def while_uncommitted(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` comes to, on a connection of its own, when it begins before `first` is committed."""
    results: list[Any] = []
    thread = threading.Thread(target=partial(on_a_connection, second, results))
    with transaction.atomic():
        first()
        thread.start()
        wait_for_a_waiter(thread)
    thread.join(20)
    return results[0]


def on_its_own(act: Callable[[], Any]) -> Any:
    """What `act` comes to on another connection."""
    results: list[Any] = []
    thread = threading.Thread(target=partial(on_a_connection, act, results))
    thread.start()
    thread.join(20)
    return results[0]


def on_a_connection(act: Callable[[], Any], results: list[Any]) -> None:
    """Keep the result of `act`, or its refusal, and close this thread's connection."""
    try:
        results.append(act())
    except Refusal as refusal:
        results.append(refusal)
    finally:
        connection.close()


def wait_for_a_waiter(thread: threading.Thread) -> None:
    """Until the other connection waits for a lock of ours, or is through."""
    for _ in range(200):
        thread.join(0.02)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if not thread.is_alive() or cursor.fetchone()[0]:
                return
