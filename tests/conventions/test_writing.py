"""Whoever changes a record reads it again under a lock first, and writes only what changed: read from the code.

That it holds is raced in `tests/<app>/<room>/test_races.py`; here is kept that nothing is left out there.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from portal.workflow.flows import all_flows
from tests.conventions.test_house_rules import trees
from tests.races import Races

ROOT = Path(settings.BASE_DIR)
LOCKS = {
    "locked",
    "locked_all",
    "locked_rows",
    "in_turn",
    "alone",
    "take",
    "select_for_update",
    "update_or_create",
    "locked_entries",  # of registers
    "locked_for",  # of what is offered
}
WRITES = {"save", "saved", "create", "bulk_create", "bulk_update", "update", "update_or_create", "get_or_create", "delete",
          "add_many", "take", "save_entries", "write_all", "put_on_public_layer", "leave_public_layer", "look_again"}  # fmt: skip

# What is saved whole, and why nobody's change can be lost by it.
SAVED_WHOLE = {
    "portal/accounts/dataset.py user": "an account that was just made",
    "portal/accounts/second_factor.py qrcode.make": "a picture",
    "portal/accounts/views.py form": "the form calls the action that changes a password",
    "portal/attachments/actions.py document.file": "stores the file of a document that is entered with it",
    "portal/bulletin/document.py document": "a Word document",
    "portal/exchange/intake/actions.py job.file": "stores the file only; the job is entered after",
}

# Actions on a record that judge nothing of its row.
UNLOCKED = {
    "portal.accounts.actions.grant_post": "enters a post; the database refuses those that may not stand together",
    "portal.accounts.actions.place": "the same",
    "portal.api.actions.issue_token": "enters a token",
    "portal.api.actions.revoke_token": "one statement, which says itself what it asks of the row",
    "portal.accounts.second_factor.qr_code": "draws a picture",
    "portal.clock.actions.start_deadline": "enters a deadline; the step it belongs to locked the record",
}

# Actions on a record whose races are tests of their own, because what they write is different every time.
RACED_APART = {
    "portal.accounts.actions.change_password": "a password is salted",
    "portal.accounts.actions.reset_password": "a password of chance",
    "portal.accounts.second_factor.new_device": "a secret of chance",
    "portal.accounts.second_factor.confirm_device": "asks a code of the minute",
    "portal.accounts.second_factor.renew_recovery_codes": "codes of chance; under the lock of the account",
    "portal.accounts.second_factor.unbind": "asks a code of the minute; under the lock of the account",
    "portal.accounts.second_factor.reset_second_factor": "deletes, under the lock of the account",
    "portal.exchange.intake.actions.check_import": "reads a file",
    "portal.exchange.intake.actions.confirm_import": "keeps a document",
    "portal.exchange.intake.actions.write_import": "keeps a document",
    "portal.exchange.intake.actions.cancel_import": "beside the others of the file",
    "portal.exchange.outgoing.jobs.run_export": "writes a file",
    "portal.exchange.outgoing.jobs.fail_export": "deletes a file",
    "portal.workflow.actions.take": "every step of every suite",
    "economy.projects.actions.signing.settle_signing_of": "part of the acts that sign, void and move a project",
    "economy.reports.actions.report_figure": "the figure it changes is found and locked by the action itself",
    "economy.indicators.actions.set_target": "the row it changes is found and locked by the action itself",
}


def test_nothing_on_record_is_saved_whole():
    whole = {
        f"{path} {ast.unparse(call.func.value).split('(')[0]}"
        for path, tree in parsed() for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "save" and not names_what(call)
    }  # fmt: skip
    assert sorted(one for one in whole ^ SAVED_WHOLE.keys() if not one.endswith(" self")) == []


def names_what(call: ast.Call) -> bool:
    return any(keyword.arg in ("update_fields", "force_insert") for keyword in call.keywords)


def test_an_action_that_writes_is_one_transaction_whose_refusals_are_told():
    bare = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in action_modules() for node in tree.body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list if "atomic" in ast.unparse(decorator)
    ]  # fmt: skip
    assert bare == []


def test_an_action_on_a_record_locks_it_first():
    unlocked = [
        name for name, module, function in actions_on_records() if not reaches(module, function, LOCKS)
    ]
    assert sorted(set(unlocked) - UNLOCKED.keys()) == []


def test_every_action_on_a_record_is_raced():
    raced = {key.split()[0] for suite in races() for key in suite.acts}
    actions = {name for name, _, _ in actions_on_records()} - UNLOCKED.keys() - RACED_APART.keys()
    assert sorted(name for name in actions if name.rpartition(".")[2] not in raced) == []


@pytest.mark.parametrize("flow", all_flows(), ids=lambda flow: flow.model)
def test_every_life_cycle_is_raced(flow):
    told = {suite.model for suite in races()}
    assert flow.model in told


def test_the_lists_name_what_there_is():
    names = {name for name, _, _ in actions_on_records()}
    assert sorted((UNLOCKED.keys() | RACED_APART.keys()) - names) == []


# Reading the code ------------------------------------------------------------------------------------


@cache
def parsed() -> list[tuple[str, ast.Module]]:
    return list(trees())


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def action_modules() -> Iterator[tuple[str, ast.Module]]:
    """`actions.py`, what stands in a folder `actions`, and what does the work of one under another name."""
    for path, tree in parsed():
        parts = Path(path).with_suffix("").parts
        if "actions" in parts or parts[-1] in ("lockout", "second_factor", "jobs"):
            yield path, tree


def actions_on_records() -> Iterator[tuple[str, ast.Module, ast.FunctionDef]]:
    """Public functions of actions that are given a record to change, and write; not what `take` calls of a step."""
    names = {model.__name__ for model in apps.get_models()} | {"Model"}
    inside = {f"{act.__module__}.{act.__name__}" for flow in all_flows() for step in flow.steps
              for act in (step.check, step.effect) if act}  # fmt: skip
    for path, tree in action_modules():
        for node in tree.body:
            name = f"{path.removesuffix('.py').replace('/', '.')}.{getattr(node, 'name', '')}"
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or name in inside:
                continue
            if is_given_one_of(names, node) and reaches(tree, node, WRITES):
                yield name, tree, node


def is_given_one_of(models: set[str], function: ast.FunctionDef) -> bool:
    """Its subject is a record, or an option `<Model> | None` that is changed when given."""
    options = [
        each for each in function.args.kwonlyargs if each.arg not in ("by", "area", "document", "source")
    ]
    annotations = [each.annotation for each in (*function.args.args[:1], *options) if each.annotation]
    return bool({ast.unparse(one).removesuffix(" | None").split(".")[-1] for one in annotations} & models)


def reaches(
    module: ast.Module, function: ast.FunctionDef, wanted: set[str], seen: frozenset[str] = frozenset()
) -> bool:
    """Whether a function, or one of its module that it calls, calls one of `wanted`."""
    own = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    named = {ast.unparse(call.func).split("(")[0].split(".")[-1] for call in calls(function)}
    named |= {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    if named & wanted:
        return True
    return any(
        reaches(module, own[name], wanted, seen | {function.name})
        for name in named & own.keys() if name not in seen | {function.name}
    )  # fmt: skip


def races() -> list[type[Races]]:
    """Every suite of races there is."""
    for path in sorted((ROOT / "tests").rglob("test_races.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return Races.__subclasses__()
