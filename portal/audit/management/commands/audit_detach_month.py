"""`audit_detach_month 2026-05`: move an old month out of the trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.archive import detach_month
from portal.audit.attribution import context
from portal.audit.months import table_of
from portal.errors import Refusal


class Command(BaseCommand):
    help = "把满六个月的一个整月日志从操作日志中转出：先校验，再分离成独立的表，供备份后删除。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", type=lambda text: date.fromisoformat(f"{text}-01"), metavar="YYYY-MM")
        parser.add_argument("--reason", required=True, help="理由")

    def handle(self, *, month: date, reason: str, **options: Any) -> None:
        try:
            with context(actor="system:audit_detach_month"):
                detachment = detach_month(month, reason=reason)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"已转出 {detachment.count} 条日志，在表 {table_of(month)} 里；封存链仍可校验。")
