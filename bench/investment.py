"""Investment: project, funds and parcel lists in a million, the map of 5,000 parcels, the check of one outline against
50,000, and the indicators computed over a million receipts.

    DATABASE_URL=… REDIS_URL=… python -m bench.investment [--small 1000] [--middle 100000] [--large 1000000]
                                                          [--shapes 5000] [--outlines 50000]

Databases of the bench's own (see `bench.town`), kept. The import of a project ledger is measured by `bench.imports`.
Prints one JSON object per line: name, value, unit, target, ok.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench import land, lists, money, town
from bench.api import tell
from bench.serving import ROOT, measure, served

LISTS = {
    "projects": "/desk/economy/projects/",
    "funds": "/desk/economy/funds/",
    "parcels": "/desk/economy/parcels/",
}
PAGES = (1, 50, 200)
Values = dict[str, float]


def main() -> None:
    """Measure and print; every database in a process of its own, since a process knows one."""
    parser = argparse.ArgumentParser()
    for name, size in (
        ("small", 1_000),
        ("middle", 100_000),
        ("large", 1_000_000),
        ("shapes", 5_000),
        ("outlines", 50_000),
    ):
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        part, size = options.only.split(":")
        print(*(f"{name}={value:.4f}" for name, value in PARTS[part](int(size)).items()))
        return
    for kind in LISTS:
        _tell_list(
            kind, _elsewhere(f"{kind}:{options.small}"), _elsewhere(f"{kind}:{options.large}"), options.small
        )
    land.tell_map(_elsewhere(f"map:{options.shapes}"))
    tell("parcel_check", _elsewhere(f"check:{options.outlines}")["check"], "× oneq", 20)
    few, many = _elsewhere(f"computed:{options.middle}"), _elsewhere(f"computed:{options.large}")
    tell("computed_indicators", many["alone"], "× oneq", 10)
    tell("computed_indicators_flat", many["alone"] / few["alone"], f"× {options.middle:,} receipts", 1.2)
    tell("computed_board", many["board"], "× oneq", 10)


def _elsewhere(part: str) -> Values:
    command = [sys.executable, "-m", "bench.investment", "--only", part]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    pairs = (pair.split("=") for pair in done.stdout.splitlines()[-1].split())
    return {name: float(value) for name, value in pairs}


def _tell_list(kind: str, small: Values, large: Values, size: int) -> None:
    tell(f"{kind}_list", large["list"], "× oneq", 8)
    tell(f"{kind}_list_p95", large["p95"], "× p50", 1.6)
    tell(f"{kind}_list_deep", large["deep"] / large["list"], "× first page", 1.2)
    tell(f"{kind}_list_flat", large["list"] / small["list"], f"× {size:,} records", 1.2)
    for page in PAGES:
        tell(f"{kind}_list_sql_{page}", large[f"sql_{page}"], "SQL", 6)


def _list(kind: str, size: int) -> Values:
    """The list of a clerk of one street among ten: first page, a page in the middle, queries by page size."""
    town.prepare(kind, size)
    from economy.funds.models import FundsEntry
    from economy.parcels.models import LandParcel
    from economy.projects.models import Project

    model = {"projects": Project, "funds": FundsEntry, "parcels": LandParcel}[kind]
    headers = {"Cookie": f"sessionid={lists.session('economy_clerk')}"}
    middle = f"{LISTS[kind]}?cursor={lists.cursor(model, size // 2)}"
    with served({}) as port:
        first, deep = (
            measure(port, address, headers=headers, count=150) for address in (LISTS[kind], middle)
        )
    told = {"list": first.ratio, "p95": first.p95 / first.p50, "deep": deep.ratio}
    for page in PAGES:
        address = f"{LISTS[kind]}?page_size={page}"
        told[f"sql_{page}"] = lists.queries("economy_clerk", address, by_session=True)
    return told


PARTS = {
    **{kind: lambda size, kind=kind: _list(kind, size) for kind in LISTS},
    "map": land.measure_map,
    "check": land.measure_check,
    "computed": money.measure_computed,
}


if __name__ == "__main__":
    main()
