"""JSON lines, for programs: one object per row, the same labels and masks, nothing defused."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.exchange.outgoing.files import growing
from portal.exchange.outgoing.run import Run, Written

# JSON text holds no control characters, so COPY never has to quote it.
AS_IS = r"FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01'"


def write(path: Path, run: Run) -> Written:
    """UTF-8 without BOM; keys are column names."""
    with growing(path, run.progress) as target:
        if run.selection.finishes:
            return Written(_row_by_row(target, run))
        sql, params = run.selection.sql
        names = ", ".join(f'"{name}"' for name in run.selection.names)
        return Written(
            run.snapshot.copy(
                (f"SELECT row_to_json(line)::text FROM ({sql}) AS line({names})", params), AS_IS, target
            )
        )


def _row_by_row(target: io.BufferedWriter, run: Run) -> int:
    names, count = run.selection.names, 0
    for row in run.snapshot.rows(run.selection):
        record = dict(zip(names, row, strict=True))
        target.write(json.dumps(record, ensure_ascii=False, default=_plain).encode() + b"\n")
        count += 1
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()
