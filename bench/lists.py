"""A million deadlines over forty communities, in a database of the bench's own, and people who may see them."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit, urlunsplit

FILL = """
    INSERT INTO clock_deadline (area_id, created_at, updated_at, model, object_id, rule_id, started_on, strict_on, due_on)
    SELECT (%(areas)s::bigint[])[1 + n %% %(count)s], now() - n * interval '1 second', now(), 'bench.record', n, %(rule)s,
           date '2016-01-01' + n %% 3650, date '2016-01-16' + n %% 3650, date '2016-01-18' + n %% 3650
    FROM generate_series(1, %(rows)s) AS n
"""


def prepare(rows: int) -> None:
    """Make or find the database `bench_lists_<rows>`, filled, and point Django at it."""
    use(f"bench_lists_{rows}")
    from portal.clock.models import Deadline

    if not Deadline.objects.exists():
        _fill(rows)


def use(name: str) -> None:
    """Make or find the database, bring its tables up to date and point Django at it; once in a process."""
    os.environ["DATABASE_URL"] = _create(os.environ["DATABASE_URL"], name)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def cursor(model: Any, key: int) -> str:
    """Where the page of a list begins after the record `key`, newest first."""
    from portal.records.keyset import Cursor

    return str(Cursor(f"{model._meta.label_lower}:-id", False, str(key), key))


def token(username: str) -> str:
    """A token of one of the bench's people."""
    from portal.accounts.models import User
    from portal.api.actions import issue_token

    return issue_token(User.objects.get(username=username))


def session(username: str) -> str:
    """A session key of one of the bench's people."""
    from django.test import Client

    from portal.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="portal.accounts.backends.PostBackend")
    return client.cookies["sessionid"].value


def queries(username: str, address: str, *, by_session: bool = False) -> int:
    """How many SQL statements one request takes, warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_AUTHORIZATION="" if by_session else f"Token {token(username)}")
    if by_session:
        client.cookies["sessionid"] = session(username)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def _create(url: str, name: str) -> str:
    import psycopg2

    parts = urlsplit(url)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlunsplit(parts._replace(path=f"/{name}"))


def _fill(rows: int) -> None:
    from django.db import connection

    from portal.accounts.roles import Role
    from portal.clock.models import DeadlineRule
    from tests.conftest import make_area, make_user

    province = make_area(None, "990000000000", "样例省", "province")
    district = make_area(
        make_area(province, "990100000000", "样例市", "city"), "990101000000", "样例区", "district"
    )
    street = make_area(district, "990101001000", "样例街道", "street")
    areas: list[Any] = [
        make_area(street, f"9901010010{n:02}", f"第{n}社区", "community") for n in range(1, 41)
    ]
    make_user("economy_clerk", Role.ECONOMY_CLERK, street)
    make_user("auditor", Role.AUDITOR, district)
    rule = DeadlineRule.objects.create(code="bench", name="整改期限", length=15, unit="calendar_day", legal_basis="测量用",
                                       effective_from="2016-01-01")  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            FILL, {"areas": [area.pk for area in areas], "count": len(areas), "rule": rule.pk, "rows": rows}
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE clock_deadline")
