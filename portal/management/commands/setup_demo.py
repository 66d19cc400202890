"""Everything the demo needs after `migrate`: calendars, and the sample offices with their accounts."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

SAMPLES = Path(settings.BASE_DIR) / "portal" / "sample"


class Command(BaseCommand):
    """Idempotent; refuses outside the demo settings."""

    help = "载入日历、样例街道和演示账号"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示环境可以载入演示账号。")
        call_command("ensure_calendar", stdout=self.stdout)
        folders = sorted(str(folder) for folder in SAMPLES.iterdir() if (folder / "areas.csv").exists())
        call_command("load_office", *folders, stdout=self.stdout)
