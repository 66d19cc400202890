"""`manage.py explain`: the rules engine for help desks and checks."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.errors import Refusal
from portal.explain import KINDS, explain
from portal.explain.batch import answer_line


class Command(BaseCommand):
    """One question through options, told with its steps; or JSON lines in and out with --batch."""

    help = "说明一个数字或日期是怎么算出来的；--batch 逐行读写 JSON"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            nargs="?",
            help="、".join(f"{kind.name} {kind.title}" for kind in KINDS.values()),
        )
        parser.add_argument("--batch", action="store_true", help="从标准输入逐行读 JSON，逐行写出答案")
        labels = {
            name: item.label.replace("%", "%%")
            for kind in KINDS.values()
            for name, item in kind.parameters.items()
        }
        for name, label in labels.items():
            parser.add_argument(
                *sorted({f"--{name}", f"--{name.replace('_', '-')}"}),
                dest=f"input_{name}",
                help=label,
            )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"]:
            self.answer_batch()
        elif options["what"]:
            self.tell(options["what"], options)
        else:
            raise CommandError("请写明要算什么，例如 explain yoy --current 5 --base -3，或使用 --batch。")

    def answer_batch(self) -> None:
        """One answer for each line, flushed at once so that a program can converse."""
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        for line in sys.stdin.buffer:
            self.stdout.write(answer_line(line))
            self.stdout.flush()

    def tell(self, what: str, options: dict[str, Any]) -> None:
        """The steps and the result of one question."""
        given = {
            name.removeprefix("input_"): value for name, value in options.items() if name.startswith("input_")
        }
        try:
            found = explain(
                what,
                {name: value for name, value in given.items() if value is not None},
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        for place, step in enumerate(found.steps, start=1):
            self.stdout.write(f"{place}. {step}")
        for name, value in found.result.items():
            self.stdout.write(f"{name}: {'—' if value is None else value}")
