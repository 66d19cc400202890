"""Fill the portal with realistic records, for trying and for measuring."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from portal import audit


class Command(BaseCommand):
    """`populate --scale N [--seed S]`: about N main records, spread over the areas; each app makes its own.

    The same seed and areas give the same records. Everything made is marked as illustrative.
    """

    help = "填充约 N 条仿真记录（示例数据），用于试用和测速"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, scale: int, seed: int, **options: Any) -> None:
        labels = [one.name for one in apps.get_app_configs() if (Path(one.path) / "populate.py").exists()]
        for label in labels:
            made = 0
            with audit.context(actor="system:populate", reason=f"填充 {scale} 条示例数据"):
                for count in import_module(f"{label}.populate").populate(scale // len(labels), seed):
                    made += count
                    self.stdout.write(f"{label}：{made:,} / {scale // len(labels):,}")
        if not labels:
            self.stdout.write("没有可以填充的应用。")
