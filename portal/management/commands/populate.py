"""Fill the portal with realistic records, for trying and for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import audit
from portal.rooms import parts

Part = Callable[[int, int], Iterator[int]]


class Command(BaseCommand):
    """`populate --scale N [--only economy.reports] [--seed S]`: about N records, shared out over all kinds.

    A room's `populate.py` names its kinds in `PARTS`. The same seed and areas give the same records.
    Everything made is marked as illustrative.
    """

    help = "填充约 N 条仿真记录（示例数据），用于试用和测速"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, required=True)
        parser.add_argument("--only", action="append", metavar="应用.种类", help="只填充这一种，可写多次")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, scale: int, seed: int, only: list[str] | None, **options: Any) -> None:
        declared = declared_parts()
        unknown = set(only or ()) - set(declared)
        if unknown:
            raise CommandError(f"没有“{'、'.join(sorted(unknown))}”；可以填充：{'、'.join(declared)}。")
        chosen = only or list(declared)
        for name in chosen:
            made, share = 0, scale // len(chosen)
            with audit.context(actor="system:populate", reason=f"填充 {share} 条示例数据"):
                for count in declared[name](share, seed):
                    made += count
                    self.stdout.write(f"{name}：{made:,} / {share:,}")


def declared_parts() -> dict[str, Part]:
    """Every kind of record an app can fill in, as `<app>.<kind>`."""
    found: dict[str, Part] = {}
    for app, room in parts("populate"):
        found |= {f"{app.label}.{kind}": part for kind, part in room.PARTS.items()}
    return found
