"""Load an office from a folder of data."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal import audit
from portal.accounts import dataset


class Command(BaseCommand):
    """`load_office FOLDER …`: each folder is loaded once; a changed one is added to."""

    help = "从数据文件夹载入一个街道（机构、区划、指标等）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="+", type=Path)

    def handle(self, *args: Any, folders: list[Path], **options: Any) -> None:
        for folder in folders:
            with audit.context(actor="system:load", reason="载入本机构的数据"):
                done = dataset.load(folder)
            self.stdout.write(f"{folder.name}：{'已载入' if done else '没有变化'}")
