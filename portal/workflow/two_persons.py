"""The two-person rule in the database: a move whose taker stands in the record as one who may not is refused.

`take()` judges the rule first; this holds whatever writes the move, by what the record says at that moment. The
function is made from the tables of steps at the end of `migrate`, so a step's `not_by` is all an app writes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

from django.db import connection, transaction

from portal.workflow.flows import Flow, all_flows, barred_sentence

CONSTRAINT = "two_persons"

FUNCTION = """
CREATE OR REPLACE FUNCTION workflow_two_persons() RETURNS trigger LANGUAGE plpgsql AS $two_persons$
BEGIN
{cases}
    RETURN NEW;
END $two_persons$;
"""

CASE = """
    IF NEW.model = {model} AND NEW.step = ANY(ARRAY[{steps}]) AND EXISTS (
        SELECT FROM {table} WHERE {key} = NEW.object_id AND {column} = NEW.by_id
    ) THEN
        RAISE EXCEPTION {sentence}, NEW.verb USING
            ERRCODE = 'check_violation', CONSTRAINT = '{constraint}', HINT = 'NotPermitted';
    END IF;"""

TRIGGER = """
CREATE OR REPLACE TRIGGER workflow_two_persons BEFORE INSERT OR UPDATE ON workflow_move
    FOR EACH ROW WHEN (NEW.model IN ({models})) EXECUTE FUNCTION workflow_two_persons();
"""


def install(**_: Any) -> None:
    """Bring the function and its trigger up to date with the declared steps."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('workflow_move')")
        if cursor.fetchone()[0] is None or _is_current(cursor):
            return
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workflow.two_persons'))")
        cursor.execute(two_persons_sql())
        cursor.execute(f"COMMENT ON FUNCTION workflow_two_persons() IS '{_fingerprint()}'")


def two_persons_sql() -> str:
    """The function and the trigger that keep the rule of every declared step."""
    flows = [flow for flow in all_flows() if _barring(flow)]
    models = ", ".join(_text(flow.model.lower()) for flow in flows) or "''"
    cases = "\n".join(_case(flow, name, steps) for flow in flows for name, steps in _barring(flow).items())
    return FUNCTION.format(cases=cases) + TRIGGER.format(models=models)


def _barring(flow: Flow) -> dict[str, list[str]]:
    """Field of the record → the steps its user may not take."""
    barred = defaultdict(list)
    for step in flow.steps:
        for name in step.not_by:
            barred[name].append(step.name)
    return dict(barred)


def _case(flow: Flow, name: str, steps: list[str]) -> str:
    meta = flow.model_class._meta
    return CASE.format(
        model=_text(flow.model.lower()), steps=", ".join(map(_text, steps)), constraint=CONSTRAINT,
        table=connection.ops.quote_name(meta.db_table), key=connection.ops.quote_name(meta.pk.column),
        column=connection.ops.quote_name(meta.get_field(name).column),
        sentence=_text(barred_sentence(flow.model_class, name, "%")),
    )  # fmt: skip


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _fingerprint() -> str:
    return hashlib.sha256(two_persons_sql().encode()).hexdigest()


def _is_current(cursor: Any) -> bool:
    cursor.execute("SELECT obj_description(to_regproc('workflow_two_persons'), 'pg_proc')")
    return cursor.fetchone()[0] == _fingerprint()
