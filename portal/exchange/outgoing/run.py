"""What every format is given to write a file with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.exchange.outgoing.columns import Selection
from portal.exchange.outgoing.snapshot import Snapshot


@dataclass(frozen=True)
class Run:
    """One run of an export: the instant it reads, what it reads, and what the file must say beside the rows.

    `progress` is told how many rows are written. `explain` gives the lines of the manifest for a sheet, from
    the number of rows and the digest of their cells.
    """

    snapshot: Snapshot
    selection: Selection
    expected: int
    progress: Callable[[int], None]
    explain: Callable[[int, str], list[tuple[str, str]]]
    encoding: str = "utf-8"
    watermark: str = ""
    earliest: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """What a format wrote: rows, and for a workbook the digest of its cells."""

    rows: int
    cells_sha256: str = ""
