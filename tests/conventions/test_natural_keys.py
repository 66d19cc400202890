"""Every kind of record has a natural key or says why not, and the same record twice is refused twice.

Once by the application, with a sentence, and once by the database, under the constraint's own name, when two arrive
at the same moment. Each constraint is tried on rows of the sample street: a row is copied and must not get in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils import timezone

from economy.funds.models import FundsStatement
from economy.projects.models import Project, ProjectStage, StageReversal
from portal.accounts.models import User
from portal.api.actions import issue_token
from portal.clock.deadlines import Unit
from portal.clock.models import Deadline, DeadlineRule, Pause
from portal.exchange.intake.models import HeaderAlias
from portal.exchange.models import ExportJob
from portal.site.models import SentForm
from tests.conventions.test_scope_walk import our_models

pytestmark = pytest.mark.django_db

WITHOUT_KEY = {
    "audit.Verification": "the trail may be verified as often as somebody wants",
    "clock.Extension": "a deadline may be extended again, each time for a reason",
    "economy.ProjectMilestone": "a project set back comes to a stage again",
    "exchange.ImportJob": "a file may be looked at again; confirming it again is refused",
    "workflow.Move": "a step may be taken again when a record came back to its state",
}
# Written by triggers alone, which know the key; whoever else writes is refused before any key is asked.
KEPT_BY_DATABASE = {"economy.FundsTotal", "economy.ProjectFunds"}
MODELS = [model for model in our_models() if model._meta.label not in KEPT_BY_DATABASE]


def keys(model: type[models.Model]) -> list[BaseConstraint]:
    return [one for one in model._meta.constraints if isinstance(one, UniqueConstraint | ExclusionConstraint)]


def unique_fields(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.local_fields
        if field.unique and not isinstance(field, models.AutoField)
    ]


def test_every_record_has_a_natural_key_or_says_why_not():
    lacking = {model._meta.label for model in MODELS if not keys(model) and not unique_fields(model)}
    assert lacking == set(WITHOUT_KEY)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_constraint_refuses_in_a_sentence(model):
    words = {one.name: str(one.violation_error_message) for one in model._meta.constraints}

    assert {name: text for name, text in words.items() if not is_sentence(text)} == {}


def is_sentence(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text) and text.endswith("。") and "%(" not in text


@pytest.fixture
def sample(settings, tmp_path) -> None:
    """The sample street, and one of each record it has none of."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)
    add_what_the_sample_lacks()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def add_what_the_sample_lacks() -> None:
    clerk, project = User.objects.get(username="economy_clerk"), Project.objects.order_by("id").first()
    today, area = timezone.localdate(), project.area
    Project.objects.filter(pk=project.pk).update(national_code="2018-410106-70-03-000001")
    FundsStatement.objects.create(project=project, area=area, year=2018, in_place=1)
    StageReversal.objects.create(project=project, area=area, from_stage=ProjectStage.SIGNED,
                                 to_stage=ProjectStage.LEAD, reason="样例理由", proposed_by=clerk)  # fmt: skip
    issue_token(clerk)
    SentForm.objects.create(key="0" * 64, user=clerk)
    ExportJob.objects.create(export="economy.funds", title="样例", format="csv", reason="样例用途", by=clerk)
    HeaderAlias.objects.create(area=area, import_name="economy.monthly", field="name", text="样例表头")
    rule = DeadlineRule.objects.create(code="sample", name="样例期限", length=5, unit=Unit.WORKING_DAY,
                                       legal_basis="样例依据", effective_from=today)  # fmt: skip
    deadline = Deadline.objects.create(area=area, model="economy.project", object_id=project.pk, rule=rule,
                                       started_on=today, strict_on=today, due_on=today)  # fmt: skip
    Pause.objects.create(deadline=deadline, began_on=today, reason="样例理由")


def test_the_same_record_twice_is_refused_twice(sample):
    faults = [fault for model in MODELS for fault in (*by_constraint(model), *by_field(model))]

    assert faults == [], "\n".join(faults)


def by_constraint(model: type[models.Model]) -> Iterator[str]:
    for constraint in keys(model):
        record = held(model, constraint)
        if record is None:
            yield f"{model._meta.label} {constraint.name}: nothing on record it holds for"
            continue
        if said_of(model, constraint, record) != [str(constraint.violation_error_message)]:
            yield f"{model._meta.label} {constraint.name}: said {said_of(model, constraint, record)}"
        if (name := refused_by_database(model, record, constraint.name)) != constraint.name:
            yield f"{model._meta.label} {constraint.name}: the database refused {name}"


def by_field(model: type[models.Model]) -> Iterator[str]:
    for field in unique_fields(model):
        record = model._base_manager.exclude(**{f"{field.name}__isnull": True}).first()
        if record is None:
            yield f"{model._meta.label}.{field.name}: nothing on record"
            continue
        names = index_names(model, field.column)
        if not names & {refused_by_database(model, record, *names)}:
            yield f"{model._meta.label}.{field.name}: the database took it"


def held(model: type[models.Model], constraint: Any) -> models.Model | None:
    """A row of the sample that the constraint says something about."""
    rows = model._base_manager.all()
    if constraint.condition is not None:
        rows = rows.filter(constraint.condition)
    for name in getattr(constraint, "fields", ()):
        rows = rows.exclude(**{f"{name}__isnull": True})
    return rows.first()


def said_of(model: type[models.Model], constraint: BaseConstraint, record: models.Model) -> list[str]:
    """What a form or an API call is told that enters the record again."""
    again = model._base_manager.get(pk=record.pk)
    again.pk, again._state.adding = None, True
    try:
        constraint.validate(model, again)
    except ValidationError as error:
        return error.messages
    return []


def refused_by_database(model: type[models.Model], record: models.Model, *names: str) -> str:
    """The name under which PostgreSQL refuses a copy of the row, all its other keys left aside."""
    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    copied = [
        field.column for field in fields if not field.generated and not isinstance(field, models.AutoField)
    ]
    listed = ", ".join(map(connection.ops.quote_name, copied))
    key = connection.ops.quote_name(model._meta.pk.column)
    with connection.cursor() as cursor:
        mark = transaction.savepoint()
        try:
            leave_aside(cursor, table, names)
            cursor.execute(
                f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM "{table}" WHERE {key} = %s',
                [record.pk],
            )
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
        finally:
            transaction.savepoint_rollback(mark)
    return "nothing"


def leave_aside(cursor: Any, table: str, names: tuple[str, ...]) -> None:
    """Drop every other key of the table, until the savepoint is rolled back."""
    cursor.execute(
        "SELECT index.relname, pg_constraint.conname FROM pg_index"
        " JOIN pg_class index ON index.oid = indexrelid"
        " LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'x', 'p')"
        " WHERE indrelid = %s::regclass AND (indisunique OR indisexclusion)", [f'"{table}"'],
    )  # fmt: skip
    for index, constraint in cursor.fetchall():
        if index not in names:
            cursor.execute(
                f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}" CASCADE'
                if constraint
                else f'DROP INDEX "{index}"'
            )


def index_names(model: type[models.Model], column: str) -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return {name for name, one in found.items() if one["unique"] and one["columns"] == [column]}
