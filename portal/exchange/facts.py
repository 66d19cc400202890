"""What is entered to export: in which form, and what for."""

from __future__ import annotations

from portal.errors import InvalidInput
from portal.exchange.models import Encoding, ExportFormat, ExportJob
from portal.records.facts import Given, facts
from portal.records.kinds import Choice, Text, YesNo


def says_enough(reason: str) -> str:
    """A purpose of four characters or more."""
    if len(reason) < 4:
        raise InvalidInput("用途至少写四个字，请写得具体些。")
    return reason


EXPORT_FACTS = facts(
    ExportJob,
    Given("format", Choice(ExportFormat.choices, radio=True), initial=ExportFormat.XLSX),
    Given("encoding", Choice(Encoding.choices), required=False, initial=Encoding.UTF8, label="文本表格的编码",
          help="只对文本表格（CSV）有用。用旧版办公软件打开时选 GB18030。", because="of what it is the encoding"),
    Given("reason", Text(), read=says_enough, required=True, most=200, short="请写明导出用途，至少四个字。",
          help="写明给谁用、做什么用，例如“报区统计局一季度核对”。会记入审计日志。"),
    Given("unmasked", YesNo(), label="导出未脱敏的个人信息", help="文件会加水印，每次导出和下载都会记入审计日志。",
          because="what one asks for, not what the job is"),
)  # fmt: skip
