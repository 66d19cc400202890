"""What the demo says to whoever started it."""

from __future__ import annotations

import csv
import sys
import unicodedata
from pathlib import Path
from typing import IO

from portal.embedded.environment import ROOT

SAMPLES = ROOT / "portal" / "sample"


class CannotStart(Exception):
    """Nothing was started; the sentence says why."""


class Died(Exception):
    """Something that was started is gone or failed; the sentence says what."""


def say(text: str, to: IO[str] | None = None) -> None:
    """A line, at once: whoever waits for `ready:` may read through a pipe."""
    print(text, file=to or sys.stdout, flush=True)


def accounts(samples: Path = SAMPLES) -> list[tuple[str, str]]:
    """User name and full name of every demo account, in the order of the sample data."""
    seen: dict[str, str] = {}
    for path in sorted(samples.glob("*/accounts.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                seen.setdefault(row["username"], row["full_name"])
    return list(seen.items())


def table(rows: list[tuple[str, str]]) -> str:
    """Two columns that stand straight although Chinese characters are twice as wide."""
    width = max((_width(left) for left, _ in rows), default=0) + 2
    return "\n".join(f"  {left}{' ' * (width - _width(left))}{right}" for left, right in rows)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
