"""Finding the table among titles, totals and signatures, and reading its cells (domain sheet 3.13)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.exchange.intake.checking import check_file
from portal.exchange.intake.declare import Context, Import, ImportField
from portal.exchange.intake.files import FileRefused
from portal.exchange.intake.headers import fold
from portal.exchange.intake.kinds import Amount, Choice, Code, Day, Month, Number, Percent, Text
from portal.figures.periods import Period
from portal.figures.quantity import Unit
from tests.portal.exchange.workbooks import FORMS, PERCENT, Styled, xlsx


class Everything(Import):
    """One column of each kind; not declared, it has no name."""

    title = "试表"
    fields = (
        ImportField("name", "名称", Text(20), required=True, aliases=("项目名称", "指标名称")),
        ImportField("month", "本月", Amount()),
        ImportField("total", "累计", Amount(), aliases=("计划总投资", "本年累计")),
        ImportField("base", "上年同期累计", Amount(), aliases=("上年累计",)),
        ImportField("growth", "同比±%", Percent()),
        ImportField("target", "年度目标", Amount()),
        ImportField("day", "签约时间", Day()),
        ImportField("period", "期间", Month()),
        ImportField("code", "代码", Code()),
        ImportField("stage", "阶段", Choice({"building": "在建", "done": "已入驻"})),
        ImportField("count", "户数", Number(places=0)),
        ImportField("place", "所在社区", Text(), fill_down=True),
    )


@pytest.fixture
def check(tmp_path):
    def run(*sheets, name="表.xlsx", aliases=None, declared=None, **options):
        path = tmp_path / name
        path.write_bytes(xlsx(*sheets, **options))
        declared = declared or Everything()
        context = Context(declared, None, None, file_name=name, today=date(2018, 4, 8))
        return check_file(path, declared, context, aliases or {}, lambda percent, stage: None)

    return run


def read(check, field_label: str, *cells):
    """The values of one column, and what was said about them."""
    outcome = check([["名称", field_label], *[[f"甲{i}", cell] for i, cell in enumerate(cells)]])
    name = next(field.name for field in Everything.fields if field.label == field_label)
    said = [note.sentence for note in (*outcome.notes.problems, *outcome.notes.questions)]
    return outcome.rows.column(name), said


def check_form(name: str):
    declared = Everything()
    context = Context(declared, None, None, file_name=name, today=date(2018, 4, 8))
    return check_file(FORMS / name, declared, context, {}, lambda percent, stage: None)


def test_reads_the_monthly_form_as_the_office_keeps_it():
    outcome = check_form("2018年1-3月主要经济指标.xlsx")
    table, rows = outcome.table, outcome.rows
    assert (table.unit, table.period) == (Unit.YI_YUAN, Period(2018, 3, cumulative=True))
    assert rows.numbers == [5, 6, 7, 8]
    assert [str(v) for v in rows.column("total")] == ["0.3", "0.12", "4.51", "4.45"]
    assert [str(v) for v in rows.column("growth")] == ["34.23", "12.9", "15.91", "14.46"]
    assert rows.column("month") == rows.column("base") == rows.column("target") == [None] * 4
    assert [(s.row, s.reason) for s in table.set_aside] == [(10, "签字或说明")]
    assert outcome.notes.problem_count == outcome.notes.question_count == 0


def test_reads_the_project_ledger():
    outcome = check_form("2017年招商项目台账.xlsx")
    rows = outcome.rows
    assert [str(day) for day in rows.column("day")] == ["2017年6月", "2017年", "2017年", "None", "None"]
    assert rows.column("total") == [Decimal("8.3"), None, None, None, None]
    assert [(s.row, s.reason) for s in outcome.table.set_aside] == [(9, "合计行")]
    assert "包联领导" in [header.label for header in outcome.table.matching.unknown]


def test_reads_the_enterprise_ledger_in_gb18030(tmp_path):
    class Ledger(Import):
        title = "企业台账"
        fields = (
            ImportField("name", "企业名称", required=True),
            ImportField("code", "统一社会信用代码", Code()),
        )

    declared = Ledger()
    context = Context(declared, None, None, file_name="企业台账.csv", today=date(2018, 4, 8))
    rows = check_file(FORMS / "企业台账.csv", declared, context, {}, lambda percent, stage: None).rows
    assert rows.column("name")[1] == "样例乙䶮铝业有限公司"
    assert rows.column("code") == ["91410106MA9K0001X5", "91410106MA9K0002X3", None]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  指 标　名称 ", "指标名称"), ("同比±％", "同比"), ("1—3月累计", "累计"), ("1-本月累计", "累计"), ("3月", "本月"),
        ("2018年3月份", "本月"), ("2017年1—3月", "上年累计"), ("2018年1—3月累计", "累计"), ("上年同期累计", "上年同期累计"),
    ],
)  # fmt: skip
def test_headers_fold_to_what_they_mean(text, folded):
    assert fold(text, 2018) == folded


def test_two_level_headers_tell_equal_words_apart(check):
    rows = [
        ["2018年1—3月"],
        ["名称", "本年", None, "上年", None],
        [None, "3月", "累计", "3月", "累计"],
        ["财政收入", 1, 2, 3, 4],
    ]
    outcome = check(rows, merged=["A2:A3", "B2:C2", "D2:E2"])
    assert {name: header.index for name, header in outcome.table.matching.found.items()}["base"] == 4
    assert outcome.rows.column("total") == [Decimal(2)]


def test_three_level_headers_without_merged_ranges(check):
    rows = [["名称", "完成情况", None], [None, "本年", None], [None, "3月", "1—3月累计"], ["甲", 1, 2]]
    outcome = check(rows)
    assert (outcome.rows.column("month"), outcome.rows.column("total")) == ([Decimal(1)], [Decimal(2)])


@pytest.mark.parametrize(
    ("corner", "unit"),
    [
        ("单位：万元", Unit.WAN_YUAN),
        ("（单位:亿元）", Unit.YI_YUAN),
        ("计量单位：万元、%", Unit.WAN_YUAN),
        ("填报单位：某街道", None),
    ],
)
def test_finds_the_unit_in_a_corner(check, corner, unit):
    assert check([[None, None, corner], ["名称", "累计"], ["甲", 1]]).table.unit == unit


def test_a_unit_in_the_header_counts_for_its_column(check):
    outcome = check([["单位：万元"], ["名称", "累计（亿元）", "年度目标"], ["甲", "3000万元", "1亿元"]])
    assert (outcome.rows.column("total"), outcome.rows.column("target")) == (
        [Decimal("0.3")],
        [Decimal(10000)],
    )


@pytest.mark.parametrize("title", ["2018年1—3月经济指标", "2018年一季度累计", "截至2018年3月累计"])
def test_finds_the_period_in_the_title(check, title):
    assert check([[title], ["名称", "累计"], ["甲", 1]]).table.period.code == "2018-03"


def test_finds_the_period_in_the_file_name(check):
    assert check([["名称", "累计"], ["甲", 1]], name="2018年1-3月.xlsx").table.period.code == "2018-03"


@pytest.mark.parametrize("word", ["合计", "合　　计", "总计：", "小 计", "本页合计"])
def test_sets_totals_aside(check, word):
    outcome = check([["名称", "累计"], ["甲", 1], [word, 9], ["乙", 2]])
    assert outcome.rows.numbers == [2, 4]


def test_sets_aside_signatures_notes_sections_and_numbered_columns(check):
    rows = [
        ["序号", "名称", "累计", "同比±%", "年度目标"],
        ["甲", "乙", 1, 2, 3],
        [None, "一、工业"],
        [1, "钢", 5, 1.5, 6],
        ["序号", "名称", "累计", "同比±%", "年度目标"],
        [2, "铝", 6, 2.5, 7],
        ["注：1.口径为规上"],
        ["2.未扣除退税"],
        ["填报人：张三", None, "审核人：李四"],
    ]
    outcome = check(rows)
    assert outcome.rows.column("name") == ["钢", "铝"]
    assert [s.reason for s in outcome.table.set_aside] == [
        "栏号",
        "分组标题",
        "重复的表头",
        "签字或说明",
        "签字或说明",
        "签字或说明",
    ]


def test_same_as_above_only_where_declared(check):
    outcome = check([["名称", "所在社区", "代码"], ["甲", "通航", "A"], ["乙", "　", ""]])
    assert outcome.rows.column("place") == ["通航", "通航"]
    assert outcome.rows.column("code") == ["A", None]


def test_missing_is_not_zero(check):
    values, said = read(check, "累计", "—", "/", "无", "　", "", 0, "0")
    assert (values, said) == ([None] * 5 + [Decimal(0), Decimal(0)], [])


def test_reads_numbers_as_people_type_them(check):
    values, said = read(check, "累计", "７１０７．２", "7,107.2", "'12", "0.30", 0.1 + 0.2)
    assert ([str(v) for v in values], said) == (["7107.2", "7107.2", "12", "0.30", "0.3"], [])


def test_percent_by_sign_by_format_and_bare(check):
    values, said = read(check, "同比±%", "82%", Styled(0.3423, PERCENT), 14.46, "-3.5", "０．８％")
    assert ([str(v) for v in values], said) == (["82", "34.23", "14.46", "-3.5", "0.8"], [])


def test_asks_when_a_whole_column_of_percent_looks_like_fractions(check):
    values, said = read(check, "同比±%", 0.82, 0.5)
    assert values == [Decimal("0.82"), Decimal("0.5")]
    assert (
        said[0]
        == "第 2 行“同比±%”写的是“0.82”，是百分之几，还是小数，分不清；现在按0.82%，若是小数，请写成带 % 的数。"
    )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("2017.6", "2017年6月"), (2017.6, "2017年6月"), ("2017年", "2017年"), (2017, "2017年"), (43160, "2018-03-01"),
        ("2018年3月1日", "2018-03-01"), ("2018/3/1", "2018-03-01"), ("20180301", "2018-03-01"), ("２０１８．３", "2018年3月"),
    ],
)  # fmt: skip
def test_reads_days_as_exactly_as_written(check, cell, shown):
    values, said = read(check, "签约时间", cell)
    assert ([str(v) for v in values], said) == ([shown], [])


def test_a_wrong_month_is_told_with_row_column_value_and_cure(check):
    _, said = read(check, "签约时间", "2017.6", "2017.13")
    assert said == ["第 3 行“签约时间”写的是“2017.13”，月份只能是 1–12，请改成如 2017.6。"]


def test_asks_about_a_month_that_may_have_lost_its_zero(check):
    values, said = read(check, "签约时间", 2017.1)
    assert str(values[0]) == "2017年1月"
    assert said[0].startswith("第 2 行“签约时间”写的是“2017.1”，可能是1月，也可能是末尾的 0 丢了的10月")


@pytest.mark.parametrize(
    ("label", "cell", "said"),
    [
        ("累计", "三百", "第 2 行“累计”写的是“三百”，请写明计量单位，例如 万元、%、人。"),
        ("累计", "abc", "第 2 行“累计”写的是“abc”，看不懂，请写成数字加单位，例如 7107.2万元。"),
        ("累计", "约3万元", "第 2 行“累计”写的是“约3万元”，不是确切的数字，请填确切数字，去掉“约”“以上”“余”等字。"),
        ("户数", "3.5", "第 2 行“户数”写的是“3.5”，小数超过 0 位，请保留 0 位以内。"),
        ("户数", "三户", "第 2 行“户数”写的是“三户”，不是数字，请只填数字，单位写在表头。"),
        ("代码", "4.10106E+17", "第 2 行“代码”写的是“4.10106E+17”，是长数字，电子表格只保留前 15 位，后面的已丢失，请把这一列设为文本格式后重新填写。"),
        ("阶段", "停工", "第 2 行“阶段”写的是“停工”，不在可选范围内，请填：在建、已入驻。"),
        ("签约时间", "去年", "第 2 行“签约时间”写的是“去年”，看不出是哪一天，请写成 2017-06-01、2017.6 或 2017年。"),
        ("签约时间", "2018-02-30", "第 2 行“签约时间”写的是“2018-02-30”，没有这一天，请检查日期。"),
    ],
)  # fmt: skip
def test_tells_what_is_wrong_and_the_cure(check, label, cell, said):
    assert read(check, label, cell)[1] == [said]


def test_codes_keep_their_zeros_and_digits(check):
    values, said = read(check, "代码", "００1234", "'410106", 3412, "13800138000")
    assert (values, said) == (["001234", "410106", "3412", "13800138000"], [])


def test_choices_by_word(check):
    assert read(check, "阶段", "在 建", "已入驻")[0] == ["building", "done"]


def test_obligatory_columns_are_missed_by_name(check):
    with pytest.raises(FileRefused, match="缺少必需的列：“名称”"):
        check([["累计", "同比±%"], [1, 2]])


def test_a_sheet_without_the_table_is_refused(check):
    with pytest.raises(FileRefused, match="没有找到表头"):
        check([["你好", "世界"], [1, 2]])


def test_two_columns_of_one_name_are_refused(check):
    with pytest.raises(FileRefused, match="有 2 列都像是“累计”"):
        check([["名称", "累计", "累计"], ["甲", 1, 2]])


def test_aliases_kept_as_data_are_known(check):
    outcome = check([["名称", "累计完成数"], ["甲", 1]], aliases={"total": ["累计完成数"]})
    assert outcome.rows.column("total") == [Decimal(1)]


def test_rows_without_an_obligatory_value_are_told(check):
    outcome = check([["名称", "累计"], [None, 1]])
    assert [note.sentence for note in outcome.notes.problems] == [
        "第 2 行“名称”：没有填，请补上，或删去这一行。"
    ]


def test_asks_about_a_second_sheet_with_the_same_table(check):
    outcome = check([["名称", "累计"], ["甲", 1]], [["名称", "累计"], ["乙", 1]], names=["一月", "二月"])
    assert [q.message for q in outcome.notes.questions] == ["工作表“二月”里也有这样的表格，这次只读“一月”"]


def test_a_unit_is_demanded_where_the_table_needs_one(check):
    class NeedsUnit(Everything):
        needs_unit = True

    with pytest.raises(FileRefused, match="没有找到计量单位"):
        check([["名称", "累计"], ["甲", 1]], declared=NeedsUnit())


def test_problems_are_kept_up_to_a_bound_and_counted_in_full(check):
    outcome = check([["名称", "户数"], *[[f"甲{i}", "多"] for i in range(1200)]])
    assert (outcome.notes.problem_count, len(outcome.notes.problems)) == (1200, 1000)
