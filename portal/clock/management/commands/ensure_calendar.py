"""Load the published working-day calendars that are not loaded yet."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal import audit
from portal.clock.actions import seed_missing_years


class Command(BaseCommand):
    """Idempotent; never changes a year that is loaded."""

    help = "载入已公布的历年工作日历（已载入的年份不变）"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with audit.context(actor="system:load", reason="载入已公布的工作日历"):
            years = seed_missing_years()
        if years:
            self.stdout.write(f"已载入 {years[0]}–{years[-1]} 年工作日历，共 {len(years)} 年。")
        else:
            self.stdout.write("工作日历已齐，没有新的年份。")
