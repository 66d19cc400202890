"""Write `docs/permissions.md` from the roles in code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.descriptions import permission_document


class Command(BaseCommand):
    help = "由代码生成 docs/permissions.md；--check 只比对，不一致时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比对")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        path, text = settings.BASE_DIR / "docs" / "permissions.md", permission_document()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/permissions.md 与代码不一致，请运行 bin/manage write_permissions。")
