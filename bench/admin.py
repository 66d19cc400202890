"""The list of the back office on a million rows, as a ratio to one ORM `.get()` under the same gunicorn.

    DATABASE_URL=… REDIS_URL=… python -m bench.admin [--rows 1000000]

Prints one JSON object per line: name, value, unit, target, ok.
"""

from __future__ import annotations

import argparse

from bench import lists
from bench.api import ratio, tell
from bench.serving import measure, served

LIST = "/admin/clock/deadline/"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    lists.prepare(parser.parse_args().rows)
    headers = {"Cookie": f"sessionid={lists.session('auditor')}"}
    with served({}) as port:
        ratio("admin_list", measure(port, LIST, headers=headers, count=60), 60)
        ratio("admin_list_page_200", measure(port, f"{LIST}?p=200", headers=headers, count=60), 60)
    tell("admin_list_sql", lists.queries("auditor", LIST, by_session=True), "SQL", 15)


if __name__ == "__main__":
    main()
