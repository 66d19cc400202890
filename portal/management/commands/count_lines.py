"""How much is written for each room, and how much of it is ceremony."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

CEREMONY = (
    "facts",
    "forms",
    "filters",
    "tables",
    "sections",
    "views",
    "serializers",
    "api",
    "exports",
    "admin",
    "urls",
)


class Command(BaseCommand):
    """`count_lines [economy.funds …]`: lines of code and templates of each room; ceremony is what surfaces need.

    Ceremony: forms and facts, tables and filters, pages, serializers, API, exports, back office, addresses, templates.
    Migrations and data are left out.
    """

    help = "数一数每个房间有多少行代码，其中多少是界面和接口要的"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rooms", nargs="*", metavar="应用.房间")

    def handle(self, *args: Any, rooms: list[str], **options: Any) -> None:
        total = ceremony = 0
        for config in apps.get_app_configs():
            own = getattr(config, "rooms", ())
            for room in (*own, "") if own else ():
                name = f"{config.label}.{room}" if room else config.label
                if rooms and name not in rooms:
                    continue
                counted = count(config, room)
                total, ceremony = total + counted[0], ceremony + counted[1]
                self.stdout.write(f"{name:28} {counted[0]:6,} 行，其中界面和接口 {counted[1]:6,}")
        self.stdout.write(f"{'合计':26} {total:6,} 行，其中界面和接口 {ceremony:6,}")


def count(config: AppConfig, room: str) -> tuple[int, int]:
    """All lines of a room (of the app itself without one), and those of its surfaces."""
    files = [path for path in _files(config, room) if "migrations" not in path.parts]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return sum(lines.values()), sum(
        number for path, number in lines.items() if _is_ceremony(path, config, room)
    )


def _files(config: AppConfig, room: str) -> list[Path]:
    home, pages = Path(config.path) / room, settings.BASE_DIR / "templates" / config.label / room
    if not room:
        return [*home.glob("*.py"), *home.glob("management/**/*.py"), *pages.glob("*.html")]
    return [*home.rglob("*.py"), *pages.rglob("*.html")]


def _is_ceremony(path: Path, config: AppConfig, room: str) -> bool:
    if path.suffix == ".html":
        return True
    inside = path.relative_to(Path(config.path) / room)
    return inside.parts[0].removesuffix(".py") in CEREMONY
