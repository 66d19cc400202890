"""Databases of the investment bench: a district of ten streets, its people, and any number of one kind of record.

What is measured is reading, so the trail is off while they are filled, and the search index is made afterwards. The
totals of funds are kept by the database all the while, as in daily use.
"""

from __future__ import annotations

import sys
from typing import Any

from bench import lists

STREETS, COMMUNITIES = 10, 10
CORNERS = [
    [113.2, 34.72],
    [113.27, 34.7],
    [113.48, 34.71],
    [113.5, 34.8],
    [113.46, 34.9],
    [113.23, 34.89],
    [113.2, 34.72],
]
OUTLINE = {"type": "Polygon", "coordinates": [CORNERS]}
PROJECTS_OF_FUNDS = 50_000
ROLL_UP = "economy_funds_added"


def prepare(kind: str, size: int) -> None:
    """Make or find the database `bench_<kind>_<size>`, filled, and point Django at it.

    Filled are `size` records of the kind and what belongs to them: contracts and money of projects, the projects
    that money was received for. `economy_clerk` holds a post over the first street; with the kind `map` the
    parcels all lie in that one.
    """
    lists.use(f"bench_{kind}_{size}")
    from portal.accounts.models import User

    if not User.objects.filter(username="economy_clerk").exists():
        fill(_counts(kind, size), 1 if kind == "map" else STREETS)


def _counts(kind: str, size: int) -> dict[str, int]:
    if kind == "projects":
        return {"projects": size, "contracts": size // 2, "funds": min(size, 100_000)}
    if kind == "funds":
        return {"projects": PROJECTS_OF_FUNDS, "contracts": PROJECTS_OF_FUNDS // 2, "funds": size}
    return {"parcels": size}


def fill(counts: dict[str, int], streets: int) -> None:
    """Areas, people and so many records; a filling that was broken off is begun again."""
    from django.core.management import call_command
    from django.db import connection

    from portal.accounts.models import Area
    from portal.accounts.roles import Role
    from portal.search.operations import create_index, index_name
    from tests.conftest import make_user

    _lay_out(streets)
    tables = [_model(part)._meta.db_table for part in counts]
    searched = [_model(part)._meta.db_table for part in counts if hasattr(_model(part), "search_text")]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"ALTER TABLE economy_fundsentry ENABLE ALWAYS TRIGGER {ROLL_UP}")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        for table in searched:
            cursor.execute(f'DROP INDEX IF EXISTS "{index_name(table)}"')
        for part, size in counts.items():
            call_command("populate", scale=size, only=[f"economy.{part}"], stdout=sys.stderr)
        for table in searched:
            cursor.execute(create_index(table))
        cursor.execute(f"ALTER TABLE economy_fundsentry ENABLE TRIGGER {ROLL_UP}")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
    make_user("economy_clerk", Role.ECONOMY_CLERK, Area.objects.get(code="990101001000"))


def _model(part: str) -> Any:
    from economy.contracts.models import Contract
    from economy.funds.models import FundsEntry
    from economy.parcels.models import LandParcel
    from economy.projects.models import Project

    return {"projects": Project, "contracts": Contract, "funds": FundsEntry, "parcels": LandParcel}[part]


def _lay_out(streets: int) -> None:
    """The district with its outline, and streets of ten communities each."""
    from portal.accounts.models import Area
    from tests.conftest import make_area

    if Area.objects.filter(code="990101000000").exists():
        return
    province = make_area(None, "990000000000", "样例省", "province")
    city = make_area(province, "990100000000", "样例市", "city")
    district = make_area(city, "990101000000", "样例区", "district")
    Area.objects.filter(pk=district.pk).update(boundary=OUTLINE)
    for street in range(1, streets + 1):
        name = f"样例{street}街道"
        below = make_area(district, f"990101{street:03d}000", name, "street")
        for number in range(1, COMMUNITIES + 1):
            make_area(below, f"990101{street:03d}{number:03d}", f"{name}第{number}社区", "community")
