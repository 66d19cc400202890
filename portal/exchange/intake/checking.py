"""The dry run: reads a file against a declaration and says what would happen, writing nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.errors import Refusal
from portal.exchange.intake.declare import (
    CHANGED,
    NEW,
    UNCHANGED,
    Context,
    Import,
    ImportField,
    Rows,
)
from portal.exchange.intake.files import FileRefused
from portal.exchange.intake.kinds import Doubt, Fault, Number, plain
from portal.exchange.intake.problems import Notes
from portal.exchange.intake.reading import Sheet, read_sheets
from portal.exchange.intake.tables import Table, find_table, text_of

PREVIEWED = 200
JUMP = 1_000
BAD = "bad"
Progress = Callable[[int, str], None]


@dataclass
class Outcome:
    """What the file holds and what importing it would do."""

    table: Table
    rows: Rows
    notes: Notes
    stored: dict[tuple, dict[str, Any]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what would become of them."""
        by_status = Counter(self.rows.statuses)
        return {
            "rows": len(self.rows), NEW: by_status[NEW], CHANGED: by_status[CHANGED], UNCHANGED: by_status[UNCHANGED],
            "bad": len(self.notes.bad_rows), "set_aside": len(self.table.set_aside),
        }  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """Changes when the answer to any row or the questions change."""
        digest = hashlib.sha256()
        digest.update("".join(status[0] for status in self.rows.statuses).encode())
        digest.update(repr([q.sentence for q in self.notes.questions]).encode())
        digest.update(f"{self.notes.question_count} {self.notes.problem_count}".encode())
        return digest.hexdigest()

    def set_aside(self) -> list[dict[str, Any]]:
        """Rows that are no records, and why."""
        return [{"row": s.row, "reason": s.reason, "text": s.text} for s in self.table.set_aside[:PREVIEWED]]


def check_file(path: Path, declared: Import, context: Context, more_aliases: Mapping[str, Sequence[str]],
               progress: Progress, *, known_safe: bool = False) -> Outcome:  # fmt: skip
    """Read `path` and check every row; refuses only a file in which the table cannot be found."""
    progress(5, "正在读取文件")
    sheets = read_sheets(path, known_safe=known_safe)
    progress(35, "正在辨认表格")
    table, others = _choose_table(sheets, declared, context, more_aliases)
    _refuse_missing(table, declared)
    context.unit, context.period, context.title = table.unit, table.period, table.title
    declared.prepare(context, table)
    notes = Notes()
    _ask_about(table, others, notes)
    progress(45, "正在核对各列")
    rows = _read_rows(table, declared, context, notes)
    del sheets
    progress(75, "正在与已有记录比对")
    outcome = Outcome(table, rows, notes)
    _check_keys(rows, declared)
    outcome.stored = context.stored = declared.stored(rows, context)
    rows.statuses = _statuses(rows, declared, outcome.stored)
    rows.ids = _ids(rows, declared, outcome.stored)
    declared.check(rows, context)
    notes.in_order()
    return outcome


def previews(outcome: Outcome, declared: Import) -> list[dict[str, Any]]:
    """The first rows as the clerk sees them: what would be new, what would change from what."""
    order = {CHANGED: 0, NEW: 1, UNCHANGED: 2}
    rows, shown = outcome.rows, []
    chosen = sorted(range(len(rows)), key=lambda i: (order[rows.statuses[i]], i))[:PREVIEWED]
    keys = rows.keys(declared.business_key) if declared.business_key else []
    for index in chosen:
        before = outcome.stored.get(_plain(keys[index])) if keys and rows.statuses[index] == CHANGED else None
        shown.append({
            "row": rows.numbers[index],
            "status": BAD if rows.numbers[index] in outcome.notes.bad_rows else rows.statuses[index],
            "cells": [_preview_cell(rows, name, index, before) for name in rows.columns],
        })  # fmt: skip
    return shown


def preview_heads(outcome: Outcome) -> list[str]:
    """The headers above the preview."""
    return [outcome.rows.label(name) for name in outcome.rows.columns]


def _preview_cell(rows: Rows, name: str, index: int, before: Mapping[str, Any] | None) -> dict[str, str]:
    kind, value = rows.fields[name].kind, rows.columns[name][index]
    cell = {"text": kind.show(value)}
    if before is not None and name in before and not kind.same(value, before[name]):
        cell["before"] = kind.show(before[name]) or "（空）"
    return cell


def _choose_table(
    sheets: list[Sheet], declared: Import, context: Context, more: Mapping[str, Sequence[str]]
) -> tuple[Table, list[Table]]:
    aliases = declared.aliases(more)
    tables = [found for sheet in sheets if (found := find_table(sheet, aliases, file_name=context.file_name))]
    if not tables:
        wanted = "、".join(f"“{field.label}”" for field in declared.fields if field.required)
        raise FileRefused(f"没有找到表头，表格里应有{wanted}等列。可以先下载模板，照模板填写。")
    tables.sort(key=lambda table: (-len(table.matching.found), -len(table.rows)))
    return tables[0], [other for other in tables[1:] if other.rows]


def _refuse_missing(table: Table, declared: Import) -> None:
    for name, headers in table.matching.ambiguous.items():
        label = declared.field(name).label
        places = "、".join(f"“{header.label}”" for header in headers)
        raise FileRefused(
            f"有 {len(headers)} 列都像是“{label}”（{places}），分不清用哪一列，请改掉其中一列的表头。"
        )
    missing = [
        field.label for field in declared.fields if field.required and field.name not in table.matching.found
    ]
    if missing:
        names = "、".join(f"“{label}”" for label in missing)
        raise FileRefused(f"表格缺少必需的列：{names}。请补上这些列，或下载模板对照。")
    if not table.rows:
        raise FileRefused("表头下面没有数据，请检查后重新上传。")
    if declared.needs_unit and table.unit is None:
        raise FileRefused("没有找到计量单位，请在表头上方写明，例如“单位：万元”。")
    if declared.needs_period and table.period is None:
        raise FileRefused("没有找到表格的期间，请在标题里写明，例如“2018年1—3月”。")


def _ask_about(table: Table, others: list[Table], notes: Notes) -> None:
    for other in others:
        notes.ask(None, "", "", "", f"工作表“{other.sheet}”里也有这样的表格，这次只读“{table.sheet}”",
                  "如果那一张也要导入，请另存为单独的文件再导入")  # fmt: skip


def _read_rows(table: Table, declared: Import, context: Context, notes: Notes) -> Rows:
    """Read column by column; what cannot be read is noted by row."""
    matched = [(field, table.matching.found[field.name]) for field in declared.fields
               if field.name in table.matching.found]  # fmt: skip
    rows = Rows(declared.fields, table.numbers, {}, {}, notes)
    for spec, header in matched:
        index = header.index
        cells = [row[index] if index < len(row) else None for row in table.rows]
        if spec.fill_down:
            cells = _filled_down(cells)
        rows.cells[spec.name], rows.labels[spec.name] = cells, header.label
        values, faults = spec.kind.read_column(cells, context, header.unit or table.unit)
        rows.columns[spec.name] = values
        for position, fault in faults:
            note = rows.ask if isinstance(fault, Doubt) else rows.fault
            note(position, spec.name, fault.message, fault.cure)
        _check_required(rows, spec, {position for position, fault in faults if not isinstance(fault, Doubt)})
        _validate(rows, spec)
    return rows


def _filled_down(cells: list[Any]) -> list[Any]:
    filled, last = [], None
    for cell in cells:
        last = last if not text_of(cell) else cell
        filled.append(last)
    return filled


def _check_required(rows: Rows, spec: ImportField, faulty: set[int]) -> None:
    if not spec.required:
        return
    for index, value in enumerate(rows.columns[spec.name]):
        if value in (None, "") and index not in faulty:
            rows.fault(index, spec.name, "没有填", "请补上，或删去这一行")


def _validate(rows: Rows, spec: ImportField) -> None:
    if not spec.validators:
        return
    verdicts: dict[Any, Refusal | None] = {}
    for index, value in enumerate(rows.columns[spec.name]):
        if value is None:
            continue
        if value not in verdicts:
            verdicts[value] = _verdict(spec, value)
        refusal = verdicts[value]
        if refusal is not None:
            rows.fault(index, spec.name, refusal.message.rstrip("。"), getattr(refusal, "cure", ""))


def _verdict(spec: ImportField, value: Any) -> Refusal | None:
    try:
        for validator in spec.validators:
            validator(value)
    except Fault as fault:
        return fault
    except Refusal as refusal:
        return refusal
    return None


def _check_keys(rows: Rows, declared: Import) -> None:
    """Two rows of one business key would be one record: the second is a problem."""
    names = [name for name in declared.business_key if name in rows.columns]
    if not names:
        return
    first: dict[tuple, int] = {}
    for index, key in enumerate(rows.keys(names)):
        if None in key:
            continue
        earlier = first.setdefault(key, index)
        if earlier != index:
            rows.fault(index, names[0], f"与第 {rows.numbers[earlier]} 行重复", "请只保留一行")


def _plain(key: tuple) -> tuple:
    """A key as the database gives it."""
    return tuple(map(plain, key))


def _statuses(rows: Rows, declared: Import, stored: Mapping[tuple, Mapping[str, Any]]) -> list[str]:
    """New, changed or unchanged; a number that is a thousand times the one on record is asked about."""
    if not declared.business_key or not stored:
        return [NEW] * len(rows)
    statuses = []
    compared = [(name, rows.fields[name].kind, values) for name, values in rows.columns.items()]
    for index, key in enumerate(rows.keys(declared.business_key)):
        before = stored.get(_plain(key))
        if before is None:
            statuses.append(NEW)
            continue
        changed = [(name, kind, values[index]) for name, kind, values in compared
                   if name in before and not kind.same(values[index], before[name])]  # fmt: skip
        for name, kind, value in changed:
            if isinstance(kind, Number):
                ask_about_jump(rows, index, name, value, before[name], "已有记录")
        statuses.append(CHANGED if changed else UNCHANGED)
    return statuses


def _ids(rows: Rows, declared: Import, stored: Mapping[tuple, Mapping[str, Any]]) -> list[int | None]:
    """The record behind each row that changes one."""
    if not stored:
        return [None] * len(rows)
    return [stored.get(_plain(key), {}).get("id") for key in rows.keys(declared.business_key)]


def ask_about_jump(rows: Rows, index: int, name: str, value: Any, previous: Any, what: str) -> bool:
    """Ask when a figure is a thousand times the `previous` one or a thousandth of it: 元 typed into 亿元."""
    if not value or not previous:
        return False
    now, before = abs(Decimal(value)), abs(Decimal(previous))
    if before < now * JUMP and now < before * JUMP:
        return False
    rows.ask(
        index, name, f"与{what}的 {Decimal(previous).normalize():f} 相差千倍以上", "请核对是否写错了单位"
    )
    return True
