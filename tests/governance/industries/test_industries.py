"""The national classification is loaded data, and the only authority on which codes exist."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from governance.industries.actions import IndustryLine, load_industries
from governance.industries.models import IndustryCode, IndustryLevel
from governance.industries.queries import UnknownIndustry, industry_named
from governance.industries.tables import IndustryTable, sections
from portal.errors import InvalidInput

pytestmark = pytest.mark.django_db


def test_the_whole_standard_comes_with_the_portal(industries):
    counts = [IndustryCode.objects.filter(level=level).count() for level in IndustryLevel]

    assert counts == [20, 97, 473, 1381]


def test_every_line_hangs_below_the_one_above(industries):
    for line in industries.values():
        above = line.parent.code if line.parent else ""
        assert above == {1: "", 2: line.section}.get(line.level, line.code[:-1])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("6820", "J6820"),
        ("Ｊ６８２０", "J6820"),
        ("j6852", "J6852"),
        ("财产保险", "J6820"),
        ("保险业", "J68"),
        ("01", "A01"),
        ("货运枢纽（站）", "G5442"),
        ("货运枢纽(站)", "G5442"),
        ("三维（3d）打印技术推广服务", "M7517"),
    ],
)
def test_an_industry_by_what_people_write(industries, text, printed):
    assert industry_named(text).printed == printed


@pytest.mark.parametrize(
    ("text", "told"),
    [("9999", "没有“9999”"), ("3419x", "没有“3419x”"), ("3498", "相近的有：C349 其他通用设备制造业"), ("J", "没有“J”"),
     ("保险", "J6811 人寿保险")],
)  # fmt: skip
def test_a_code_of_valid_form_that_the_table_lacks_is_refused(industries, text, told):
    with pytest.raises(UnknownIndustry, match=told):
        industry_named(text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"section": "D", "level": "2"}, ["44", "45", "46"]),
        ({"text": "J68", "level": "2"}, ["68"]),
        ({"text": "露营"}, ["614", "6140"]),
    ],
)
def test_the_table_is_narrowed_by_section_level_code_and_name(industries, economy_clerk, asked, found):
    rows = IndustryTable.asking(economy_clerk, asked).apply(IndustryCode.objects.order_by("code"))

    assert [line.code for line in rows] == found


def test_sections_are_offered_by_letter_and_name(industries):
    assert ("C", "C 制造业") in sections(None)


@pytest.mark.parametrize("words", ["J6820", "j6820", "6820", "财产保险"])
def test_a_code_with_or_without_its_letter_and_a_name_are_searched_for(industries, economy_clerk, words):
    rows = IndustryTable.search(IndustryCode.objects.classes(), words, economy_clerk).rows

    assert [line.code for line in rows] == ["6820"]


def test_naming_an_industry_reads_only_the_lines_that_answer(industries, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        industry_named("财产保险")

    assert "'财产保险'" in asked.captured_queries[0]["sql"]


def test_loading_again_changes_nothing(industries):
    lines = [IndustryLine(section="J", code="6820", name="财产保险", valid_from=date(2017, 10, 1))]

    assert load_industries(lines).unchanged == 1


def test_an_amendment_renames_and_ends_lines(industries):
    load_industries([
        IndustryLine(section="J", code="6820", name="财产保险（修改单）"),
        IndustryLine(section="J", code="6840", name="商业养老金", valid_to=date(2019, 3, 28)),
    ])  # fmt: skip

    assert industry_named("6820").name == "财产保险（修改单）"
    assert industry_named("6840", on=date(2019, 3, 28)).code == "6840"
    with pytest.raises(UnknownIndustry):
        industry_named("6840", on=date(2019, 3, 29))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"section": "J", "code": "6981", "name": "孤儿"}, "上级 698 不在表中"),
        ({"section": "J", "code": "6", "name": "财产保险"}, "不是行业代码"),
        ({"section": "Z", "code": "68", "name": "保险业"}, "没有写门类"),
        ({"section": "J", "code": "6821", "name": " "}, "没有名称"),
    ],
)
def test_a_malformed_line_is_refused_and_nothing_loaded(industries, line, told):
    before = IndustryCode.objects.count()

    with pytest.raises(InvalidInput, match=told):
        load_industries([IndustryLine(section="J", code="6891", name="好的一行"), IndustryLine(**line)])

    assert IndustryCode.objects.count() == before


def test_the_command_loads_a_file(tmp_path, db, capsys):
    file = tmp_path / "standard.csv"
    file.write_text("section,code,name\nJ,J,金融业\nJ,68,保险业\n", encoding="utf-8")
    call_command("load_industries", str(file))

    assert "新增 2" in capsys.readouterr().out
    assert industry_named("68").parent.code == "J"


def test_the_command_names_a_file_that_is_not_there(db):
    with pytest.raises(CommandError, match="没有文件"):
        call_command("load_industries", "/nowhere.csv")
