"""Load the national classification of industries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.industries.actions import load_industries
from governance.industries.dataset import STANDARD, lines_of
from governance.industries.models import EDITION
from portal import audit
from portal.errors import Refusal


class Command(BaseCommand):
    """`load_industries [FILE] [--edition NAME]`: a CSV of section, code, name, valid_from, valid_to.

    Without a file the lines that come with the portal are loaded. An amendment is loaded the same way.
    """

    help = "载入国民经济行业分类（GB/T 4754）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=STANDARD)
        parser.add_argument("--edition", default=EDITION)

    def handle(self, *args: Any, file: Path, edition: str, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"没有文件 {file}。")
        try:
            with audit.context(actor="system:load", reason=f"载入 {file.name}"):
                loaded = load_industries(list(lines_of(file)), edition=edition)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"{edition}：新增 {loaded.created}，改动 {loaded.changed}，没有变化 {loaded.unchanged}"
        )
