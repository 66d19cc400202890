"""CSV: PostgreSQL writes it, Python only passes the blocks on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from portal.exchange.outgoing.files import growing
from portal.exchange.outgoing.run import Run, Written

BOM = "\ufeff"


def write(path: Path, run: Run) -> Written:
    """UTF-8 with BOM, or GB18030; the head in the first line, after the watermark when there is one."""
    with growing(path, run.progress, run.encoding) as target:
        if run.selection.finishes:
            return Written(_row_by_row(target, run))
        target.write(head(run, "\n").encode())
        return Written(run.snapshot.copy(run.selection.sql, "FORMAT csv", target))


def head(run: Run, line_end: str) -> str:
    """What stands before the rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    if run.watermark:
        writer.writerow([f"# {run.watermark}"])
    writer.writerow(run.selection.labels)
    return (BOM if run.encoding == "utf-8" else "") + text.getvalue()


def _row_by_row(target: io.BufferedWriter, run: Run) -> int:
    # Python quotes a carriage return inside a cell only when it is also part of the line end.
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")
    text.write(head(run, "\r\n"))
    writer = csv.writer(text, lineterminator="\r\n")
    count = 0
    for row in run.snapshot.rows(run.selection):
        writer.writerow(row)
        count += 1
    text.flush()
    text.detach()
    return count
