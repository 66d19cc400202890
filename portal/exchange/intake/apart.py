"""Reads an XLS or ODS workbook in a process of its own, with a cap on memory.

The reader holds all sheets of these two formats at once, at their full extent: a file of a few kilobytes
may ask for gigabytes. A process that may not have them simply dies. Run as `python -m … FILE BYTES`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

TIMEOUT = 120
PASSWORD = 3


class ReadingFailed(Exception):
    """The process died: of memory, of time or of the file."""


class PasswordNeeded(Exception):
    """The file has a password."""


def read_apart(path: Path, memory: int) -> list[dict[str, Any]]:
    """The sheets of the workbook, as `python_calamine` gives them, days as `{"day": "2018-04-08"}`."""
    command = [sys.executable, "-P", "-m", "portal.exchange.intake.apart", str(path), str(memory)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=TIMEOUT, check=False, cwd=Path(__file__).resolve().parents[3],
            env={"PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ReadingFailed from error
    if done.returncode == PASSWORD:
        raise PasswordNeeded
    if done.returncode:
        raise ReadingFailed(done.stderr.decode(errors="replace")[-500:])
    return json.loads(done.stdout)


def main(path: str, memory: int) -> int:
    """Print the sheets as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        return PASSWORD
    sheets = []
    for metadata in workbook.sheets_metadata:
        if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        rows = sheet.to_python(skip_empty_area=False)
        sheets.append({"name": metadata.name, "rows": rows, "merged": sheet.merged_cell_ranges or []})
    json.dump(sheets, sys.stdout, ensure_ascii=False, default=lambda value: {"day": value.isoformat()})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
