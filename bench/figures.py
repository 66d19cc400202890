"""The pages of the monthly figures: list and search in a million, the board of two years in ten million readings.

    DATABASE_URL=… REDIS_URL=… python -m bench.figures [--small 1000] [--middle 100000] [--million 1000000] [--large 10000000]

Databases of the bench's own, filled by `populate` and kept. Prints one JSON object per line: name, value, unit,
target, ok.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from urllib.parse import quote

from bench import lists
from bench.api import tell
from bench.serving import ROOT, Timing, measure, served

LIST = "/desk/economy/reports/"
BOARD = "/desk/economy/"
POPULATED = 1_000_000
# The same series three years earlier, and again, until there are enough: an office keeps its figures for decades.
EARLIER = """
    INSERT INTO economy_indicatorreport (area_id, created_at, updated_at, indicator_id, code, title, period, revision_no,
        state, is_current, unit, cum_value, cum_text, yoy_text, over_target_text, negative_adjustment_reason,
        correction_reason, is_illustrative, note, due_on, review_due_on, published_at)
    SELECT area_id, created_at, updated_at, indicator_id, code || '-' || months, title,
        to_char(to_date(period, 'YYYY-MM') - make_interval(months => months), 'YYYY-MM'), revision_no,
        state, is_current, unit, cum_value, cum_text, yoy_text, over_target_text, negative_adjustment_reason,
        correction_reason, is_illustrative, note, due_on - 30 * months, review_due_on - 30 * months, published_at
    FROM economy_indicatorreport, (SELECT %s AS months) AS back
    WHERE period > '2022-12'
"""
WORDS = {
    "rare": ("硝酸", 6),
    "one_in_a_hundred": ("危废", 25),
    "one_in_twelve": ("楼道", 25),
    "nowhere": ("火箭", 6),
}


def main() -> None:
    """Measure and print; each size in a process of its own, since a process knows one database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--middle", type=int, default=100_000)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.size:
        print(*_times(options.size))
        return
    sizes = (options.small, options.middle, options.million, options.large)
    small, middle, million, large = (_elsewhere(size) for size in sizes)
    tell("figures_list", million["list"], "× oneq", 8)
    tell("figures_list_flat", million["list"] / small["list"], f"× {options.small:,} records", 1.2)
    tell("figures_list_p95", million["list_p95"], "× p50", 1.6)
    tell("figures_list_deep", million["deep"] / million["list"], "× first page", 1.2)
    for name, (_, target) in WORDS.items():
        tell(f"figures_search_{name}", million[name], "× oneq", target)
    tell("figures_record", million["record"], "× oneq", 8)
    tell("board", large["board"], "× oneq", 10)
    tell("board_flat", large["board"] / middle["board"], f"× {options.middle:,} readings", 1.2)
    for name, target in (("list_sql", 6), ("record_sql", 8), ("board_sql", 8)):
        tell(f"figures_{name}", million[name], "SQL", target)


def _elsewhere(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.figures", "--size", str(size)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return {
        name: float(value)
        for name, value in (part.split("=") for part in done.stdout.split()[-20:] if "=" in part)
    }


def _times(size: int) -> list[str]:
    """Each page as a ratio to one ORM `.get()` of the same database."""
    _prepare(size)
    from economy.reports.models import IndicatorReport

    headers = {"Cookie": f"sessionid={lists.session('economy_clerk')}"}
    own = IndicatorReport.objects.filter(area__code__startswith="990101001").order_by("-pk")
    newest, middle = own[0].pk, own.values_list("pk", flat=True)[own.count() // 2]
    with served({}) as port:
        ask = lambda address, count=150: measure(port, address, headers=headers, count=count)  # noqa: E731
        first = ask(LIST)
        times: dict[str, Timing] = {
            "list": first, "deep": ask(f"{LIST}?cursor={lists.cursor(IndicatorReport, middle)}"),
            "record": ask(f"{LIST}{newest}/"), "board": ask(BOARD),
            **{name: ask(f"{LIST}?q={quote(word)}", 40) for name, (word, _) in WORDS.items()},
        }  # fmt: skip
    told = {name: timing.ratio for name, timing in times.items()} | {"list_p95": first.p95 / first.p50}
    told |= {
        "list_sql": lists.queries("economy_clerk", LIST, by_session=True),
        "record_sql": lists.queries("economy_clerk", f"{LIST}{newest}/", by_session=True),
        "board_sql": lists.queries("economy_clerk", BOARD, by_session=True),
    }
    return [f"{name}={value:.3f}" for name, value in told.items()]


def _prepare(size: int) -> None:
    """Make or find the database `bench_figures_<size>` and point Django at it."""
    lists.use(f"bench_figures_{size}")
    from economy.reports.models import IndicatorReport

    if not IndicatorReport.objects.exists():
        _fill(size)


def _fill(size: int) -> None:
    """Fill with the trail and the search index off: what is measured here is reading."""
    from django.core.management import call_command
    from django.db import connection

    from economy.reports.models import IndicatorReport
    from portal.accounts.models import Area
    from portal.accounts.roles import Role
    from portal.search.operations import create_index, index_name
    from tests.conftest import make_user

    table = IndicatorReport._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f'DROP INDEX "{index_name(table)}"')
        call_command("populate", scale=min(size, POPULATED), only=["economy.reports"], stdout=sys.stderr)
        for earlier in range(1, -(-size // POPULATED)):
            cursor.execute(EARLIER, [earlier * 36])
        cursor.execute(create_index(table))
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f'VACUUM ANALYZE "{table}"')
    make_user("economy_clerk", Role.ECONOMY_CLERK, Area.objects.get(code="990101001000"))


if __name__ == "__main__":
    main()
