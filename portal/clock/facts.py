"""What is entered to load a year: the notice as it was published, read without a problem."""

from __future__ import annotations

from typing import Any

from portal.clock.notice import read_notice
from portal.errors import InvalidInput
from portal.records.facts import Asked, Given, facts
from portal.records.kinds import Text, Whole

EXAMPLE = """一、元旦：1月1日放假，共1天。
二、春节：2月15日至23日放假调休，共9天。
三、清明节：4月4日至6日放假，共3天。
四、劳动节：5月1日至5日放假，共5天。
五、端午节：6月19日至21日放假，共3天。
六、中秋节：9月25日至27日放假，共3天。
七、国庆节：10月1日至7日放假，共7天。"""


def reads_well(given: dict[str, Any], asked: Asked) -> None:
    """Read the notice and say what does not fit."""
    read = read_notice(given["notice"], given["year"])
    problems = [{"field": "notice", "message": problem} for problem in read.problems]
    if not (given["document_number"] or read.document_number):
        problems.append({"field": "document_number", "message": "正文里没有读到文号，请填写"})
    if problems:
        raise InvalidInput(problems[0]["message"], problems)


NOTICE_FACTS = facts(
    None,
    Given("year", Whole(least=2004, largest=2100), label="年份", required=True),
    Given("document_number", Text(), label="文号", most=60, example="国办发明电〔2025〕7号", help="如“国办发明电〔2025〕7号”；正文里有文号时可以不填。"),
    Given("notice", Text(lines=True), label="通知正文", required=True, most=20_000, example=EXAMPLE,
          help="把国务院办公厅通知的正文整段粘贴到这里，每个节日一段。载入前会先给您核对。"),
    checks=(reads_well,),
)  # fmt: skip
