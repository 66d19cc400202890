"""`bin/bench [name …]`: runs the measurements and prints their table.

Each measurement is a module of this folder with a `main` of its own, which prints one JSON object per line:
name, value, unit, target, ok. A full run also renews the table in `docs/performance.md`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

HERE = Path(__file__).resolve().parent
REPORT = HERE.parent / "docs" / "performance.md"
TABLE = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
EMPTY = "bench_empty"


def main() -> int:
    """0 when every measurement could be taken, whatever it measured; 1 when one broke; 2 for an unknown name."""
    known = names()
    asked = sys.argv[1:] or known
    if unknown := [name for name in asked if name not in known]:
        print(f"没有这项测量：{'、'.join(unknown)}；有：{'、'.join(known)}", file=sys.stderr)
        return 2
    results = {name: measure(name) for name in asked}
    table = tabulate([row for rows in results.values() for row in rows or []])
    print(table)
    if asked == known and REPORT.exists():
        text = REPORT.read_text(encoding="utf-8")
        REPORT.write_text(TABLE.sub(lambda found: found[1] + table + "\n" + found[2], text), encoding="utf-8")
    return 1 if None in results.values() else 0


def names() -> list[str]:
    """The modules that are measurements."""
    return sorted(
        path.stem for path in HERE.glob("[a-z]*.py") if "\ndef main()" in path.read_text(encoding="utf-8")
    )


def measure(name: str) -> list[dict[str, Any]] | None:
    """The lines of one measurement, or None when it broke."""
    print(f"正在测量 {name}…", file=sys.stderr, flush=True)
    variables = os.environ | {"DATABASE_URL": _empty_database()}
    command = [sys.executable, "-m", f"bench.{name}"]
    done = subprocess.run(command, cwd=HERE.parent, env=variables, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"{name} 没有测完（退出码 {done.returncode}）", file=sys.stderr)
        return None
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def tabulate(rows: list[dict[str, Any]]) -> str:
    """A table in Markdown."""
    lines = ["| measurement | measured | unit | target | met |", "|---|---|---|---|---|"]
    verdicts = {True: "yes", False: "**no**", None: ""}
    lines += [
        f"| {row['name']} | {row['value']} | {row['unit']} | {row['target'] or ''} | {verdicts[row['ok'] if row['target'] else None]} |"
        for row in rows
    ]
    return "\n".join(lines)


def _empty_database() -> str:
    """A database without a table, made anew: some measurements fill the one they are given."""
    url = os.environ["DATABASE_URL"]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {EMPTY} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {EMPTY}")
    connection.close()
    return urlunsplit(urlsplit(url)._replace(path=f"/{EMPTY}"))


if __name__ == "__main__":
    sys.exit(main())
