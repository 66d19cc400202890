"""Moving whole old months out of the trail, so that it stays provable without them."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.utils import timezone

from portal.audit.events import record_event
from portal.audit.models import AuditDetachment, AuditSeal
from portal.audit.months import KEPT_MONTHS, table_of, this_month
from portal.audit.sealing import newest_seal, seal_now
from portal.audit.verification import detachment_digest, verify
from portal.errors import InvalidInput, WrongState
from portal.writing import in_turn

RUNS = """
    SELECT min(id), max(id), count(*)
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM {table}) entry
    GROUP BY island ORDER BY 1
"""


def detach_month(month: date, *, reason: str) -> AuditDetachment:
    """Take the table of `month` out of the trail; it stays in the database under its name for the archive.

    Refused before six full months have passed since (网络安全法 art. 23(3)), without a reason, and when the
    month is not sealed or does not verify. Leaves an entry itself.
    """
    month = month.replace(day=1)
    _require_old(month)
    if len(reason.strip()) < 2:
        raise InvalidInput("转存旧日志要写明理由。")
    seal_now()
    with transaction.atomic():
        in_turn("audit.detach")
        _require_old(month)
        runs, count = _runs(month)
        if runs:
            _require_whole(runs[0], runs[-1])
        detachment = _write(month, runs, count)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE audit_entry DETACH PARTITION {table_of(month)}")
        detail = {"month": f"{month:%Y-%m}", "entries": count, "seal": detachment.seal}
        record_event(action="detach_month", reason=reason, detail=detail)
    return detachment


def _require_old(month: date) -> None:
    if month + relativedelta(months=KEPT_MONTHS + 1) > this_month():
        raise WrongState(f"{month:%Y年%m月}的日志还不满六个月，不能转存。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass(%s)", [table_of(month)])
        if cursor.fetchone() is None:
            raise InvalidInput(f"没有{month:%Y年%m月}的日志表，或者已经转存。")


def _runs(month: date) -> tuple[list[int], int]:
    with connection.cursor() as cursor:
        cursor.execute(RUNS.format(table=table_of(month)))
        rows = cursor.fetchall()
    return [bound for first, last, _ in rows for bound in (first, last)], sum(count for *_, count in rows)


def _require_whole(first: int, last: int) -> None:
    covering = AuditSeal.objects.filter(last_id__gte=first, first_id__lte=last)
    numbers = list(covering.order_by("no").values_list("no", flat=True))
    newest = newest_seal()
    if newest is None or newest.last_id < last:
        raise WrongState("这个月还有没有封存的日志，请稍后再转存。")
    verdict = verify(from_seal=numbers[0], to_seal=numbers[-1])
    if verdict.first_bad is not None:
        raise WrongState(f"这个月的日志不完好，不能转存：{verdict.first_bad.message}")


def _write(month: date, runs: list[int], count: int) -> AuditDetachment:
    newest = newest_seal()
    detachment = AuditDetachment(
        month=month, runs=runs, count=count, seal=newest.no if newest else 0, at=timezone.now()
    )
    detachment.digest = detachment_digest(detachment)
    detachment.save(force_insert=True)
    return detachment
