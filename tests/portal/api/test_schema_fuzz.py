"""Whatever is sent to the API as described: no 5xx, and answers as described."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.api.actions import issue_token
from portal.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12


@pytest.fixture
def headers(street_leader) -> dict[str, str]:
    return {"Authorization": f"Token {issue_token(street_leader)}"}


@pytest.fixture
def kept_connection(db):
    """As Django's own test client does: a request does not close the connection the test's transaction is on."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.slow
def test_answers_are_as_described(headers, community, grid, kept_connection):
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for operation in schema.get_all_operations():
        fuzz(operation.ok(), headers)


def fuzz(operation: schemathesis.APIOperation, headers: dict[str, str]) -> None:
    """Ask one operation a bounded number of ways."""

    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def ask(case: schemathesis.Case) -> None:
        if case.path.endswith("/token/") and case.method == "DELETE":
            return
        case.call_and_validate(headers=headers, checks=CHECKS)

    given(case=operation.as_strategy())(ask)()
