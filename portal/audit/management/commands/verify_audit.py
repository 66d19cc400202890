"""`verify_audit`: prove that the trail is whole, or name the first bad entry."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.sealing import seal_now
from portal.audit.verification import Verdict, parse_expectation, verify
from portal.errors import InvalidInput


class Command(BaseCommand):
    help = "校验操作日志：完好则退出码为 0，否则为 1 并指出第一条有问题的日志。先封存尚未封存的日志。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument(
            "--seal", action="append", default=[], metavar="NO:DIGEST", help="您保存的封存号与摘要"
        )
        parser.add_argument("--from", type=int, dest="from_seal", metavar="NO", help="从哪一号封存起")
        parser.add_argument("--to", type=int, dest="to_seal", metavar="NO", help="到哪一号封存止")
        parser.add_argument("--no-seal", action="store_true", help="不先封存，只校验")

    def handle(self, **options: Any) -> None:
        try:
            expect = parse_expectation(" ".join(options["seal"]))
        except InvalidInput as refusal:
            raise CommandError(refusal.message) from refusal
        if not options["no_seal"]:
            seal_now(patience=2.0)
        verdict = verify(from_seal=options["from_seal"], to_seal=options["to_seal"], expect=expect)
        self.stdout.write(
            json.dumps(verdict.as_dict(), ensure_ascii=False) if options["json"] else told(verdict)
        )
        if not verdict.whole or verdict.uncaptured:
            sys.exit(1)


def told(verdict: Verdict) -> str:
    """The verdict in sentences."""
    lines = []
    if verdict.first_bad is not None:
        lines.append(f"操作日志不完好：{verdict.first_bad.message}")
    else:
        lines.append(f"操作日志完好：校验了 {verdict.entries} 条日志、{verdict.seals} 个封存。")
    if verdict.detached:
        lines.append(f"其中 {verdict.detached} 条已按月转存，只校验封存链。")
    if verdict.unsealed:
        lines.append(f"另有 {verdict.unsealed} 条尚未封存。")
    if verdict.last_seal and verdict.whole:
        lines.append(f"当前封存号与摘要（请保存）：{verdict.last_seal}:{verdict.digest}")
    if verdict.uncaptured:
        lines.append(
            f"这些数据表的日志触发器缺失或被停用：{'、'.join(verdict.uncaptured)}。请运行 migrate 恢复。"
        )
    return "\n".join(lines)
