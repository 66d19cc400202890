"""Documents that the code writes about itself: one command each, which can also compare."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class DocumentCommand(BaseCommand):
    """Writes `docs/<name>` from `text()`; with `--check` it only compares, and fails where they differ."""

    name: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check`."""
        parser.add_argument("--check", action="store_true", help="只比对，不一致时退出码为 1")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Write or compare."""
        path, text = settings.BASE_DIR / "docs" / self.name, self.text()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            command = type(self).__module__.rsplit(".", 1)[-1]
            raise CommandError(f"docs/{self.name} 与代码不一致，请运行 bin/manage {command}。")

    def text(self) -> str:
        """What the document says."""
        raise NotImplementedError
