"""Lists, deep pages and creation by API, as ratios to one ORM `.get()` under the same gunicorn.

    DATABASE_URL=… REDIS_URL=… python -m bench.api [--rows 1000000]

Prints one JSON object per line: name, value, unit, target, ok.
"""

from __future__ import annotations

import argparse
import json

from bench import lists
from bench.serving import Timing, measure, served

LIST = "/api/v1/clock/deadlines/"
CREATE = "/api/v1/attachments/documents/"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    lists.prepare(options.rows)
    headers = {"Authorization": f"Token {lists.token('economy_clerk')}", "Content-Type": "application/json"}
    with served({"API_USER_PER_MINUTE": "100000000"}) as port:
        first = measure(port, LIST, headers=headers)
        tell("api_oneq", first.yardstick, "ms", None)
        ratio("api_list", first, 4)
        tell("api_list_p95", first.p95 / first.p50, "× p50", 1.6)
        deep = measure(port, _deep(options.rows), headers=headers)
        tell("api_deep_page", deep.ratio / first.ratio, "× first page", 1.2)
        ratio(
            "api_create",
            measure(port, CREATE, method="POST", headers=headers, body=_document(), expect=201),
            6,
        )
    for size in (1, 50, 200):
        tell(f"api_list_sql_{size}", lists.queries("economy_clerk", f"{LIST}?page_size={size}"), "SQL", 5)


def ratio(name: str, timing: Timing, target: float) -> None:
    """One measured address against `oneq`."""
    tell(name, timing.ratio, "× oneq", target)


def tell(name: str, value: float, unit: str, target: float | None) -> None:
    """One line of the report."""
    told = {"name": name, "value": round(value, 2), "unit": unit, "target": target and f"<= {target}",
            "ok": target is None or value <= target}  # fmt: skip
    print(json.dumps(told, ensure_ascii=False), flush=True)


def _deep(rows: int) -> str:
    """The page that begins in the middle of the table."""
    from portal.records.keyset import Cursor

    return f"{LIST}?cursor={Cursor('clock.deadline:-id', False, str(rows // 2), rows // 2)}"


def _document() -> bytes:
    from portal.accounts.models import Area

    area = Area.objects.get(code="990101001001")
    return json.dumps({"area": area.pk, "title": "关于报送月度指标的通知", "dated_on": "2026-03-01"}).encode()


if __name__ == "__main__":
    main()
