"""Fill the portal with realistic records, for trying and for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import module_has_submodule

from portal import audit

Part = Callable[[int, int], Iterator[int]]


class Command(BaseCommand):
    """`populate --scale N [--only economy.reports] [--seed S]`: about N records, shared out over all kinds.

    An app's `populate.py` names its kinds in `PARTS`. The same seed and areas give the same records.
    Everything made is marked as illustrative.
    """

    help = "填充约 N 条仿真记录（示例数据），用于试用和测速"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, required=True)
        parser.add_argument("--only", action="append", metavar="应用.种类", help="只填充这一种，可写多次")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, scale: int, seed: int, only: list[str] | None, **options: Any) -> None:
        parts = declared_parts()
        unknown = set(only or ()) - set(parts)
        if unknown:
            raise CommandError(f"没有“{'、'.join(sorted(unknown))}”；可以填充：{'、'.join(parts)}。")
        chosen = only or list(parts)
        for name in chosen:
            made, share = 0, scale // len(chosen)
            with audit.context(actor="system:populate", reason=f"填充 {share} 条示例数据"):
                for count in parts[name](share, seed):
                    made += count
                    self.stdout.write(f"{name}：{made:,} / {share:,}")


def declared_parts() -> dict[str, Part]:
    """Every kind of record an app can fill in, as `<app>.<kind>`."""
    found = {}
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "populate"):
            parts = import_module(f"{app.name}.populate").PARTS
            found |= {f"{app.label}.{kind}": part for kind, part in parts.items()}
    return found
