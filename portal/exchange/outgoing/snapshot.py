"""One instant of the database, read while others go on writing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, connections

from portal.exchange.outgoing.columns import Selection

BATCH = 2_000


class Snapshot:
    """Reads of one transaction; every read sees the same instant."""

    def __init__(self, source: Any) -> None:
        self.source = source

    def taken_at(self) -> datetime:
        """When the snapshot was taken, by the database's clock."""
        with self.source.cursor() as cursor:
            cursor.execute("SELECT now()")
            return cursor.fetchone()[0]

    def survey(self, selection: Selection) -> tuple[int, list[Any]]:
        """The number of rows, and the earliest value of each date column."""
        with self.source.cursor() as cursor:
            cursor.execute(*selection.survey_sql)
            count, *earliest = cursor.fetchone()
            return count, earliest

    def copy(self, sql: tuple[str, tuple], options: str, target: io.BufferedIOBase) -> int:
        """Stream `COPY (sql) TO STDOUT` into `target`; the number of rows."""
        with self.source.cursor() as cursor:
            query = cursor.mogrify(*sql).decode()
            cursor.copy_expert(f"COPY ({query}) TO STDOUT ({options})", target)
            return cursor.rowcount

    def rows(self, selection: Selection) -> Iterator[tuple]:
        """The rows one by one through a server-side cursor, finished where SQL could not."""
        rows = self._ahead(selection)
        return _finished(rows, selection) if selection.finishes else rows

    def _ahead(self, selection: Selection) -> Iterator[tuple]:
        """The server works on the next batch while this one is being written."""
        with self.source.connection.cursor(name="export") as cursor, ThreadPoolExecutor(1) as worker:
            cursor.execute(*selection.sql)
            coming = worker.submit(cursor.fetchmany, BATCH)
            while batch := coming.result():
                coming = worker.submit(cursor.fetchmany, BATCH)
                yield from batch


def _finished(rows: Iterator[tuple], selection: Selection) -> Iterator[tuple]:
    finishes = selection.finishes
    for row in rows:
        cells = list(row)
        for index, finish in finishes:
            cells[index] = finish(cells[index])
        yield tuple(cells)


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """A snapshot on a connection of its own, so that progress and audit entries go on beside it.

    Inside a caller's transaction its uncommitted rows are wanted too and the isolation level is settled: then
    the caller's connection reads, and the instant is that of the one statement that reads the rows.
    """
    if connection.in_atomic_block:
        yield Snapshot(connection)
        return
    own = connections.create_connection(connection.alias)
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Snapshot(own)
    finally:
        own.close()
