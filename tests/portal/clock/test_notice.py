"""Pasted notices, compared with the calendars everybody knows."""

from datetime import date

import pytest

from portal.clock.notice import Holiday, read_notice, stated_year

NOTICE_2026 = """
国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
"""
NOTICE_2025 = """
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""
NOTICE_2023 = """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。"""


@pytest.mark.parametrize(("text", "year"), [(NOTICE_2026, 2026), (NOTICE_2025, 2025), (NOTICE_2023, 2023)])
def test_a_real_notice_gives_the_known_calendar(calendar, text, year):
    notice = read_notice(text, year)
    assert notice.problems == []
    rest = {
        day for holiday in notice.holidays for day in holiday.days() if day.year == year and day.weekday() < 5
    }
    assert rest == {day for day in calendar.holidays if day.year == year and day.weekday() < 5}
    worked = {day for holiday in notice.holidays for day in holiday.makeup_days}
    assert worked == {day for day in calendar.makeup_days if day.year == year}


def test_one_paragraph():
    text = "元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
    assert read_notice(text, 2026).holidays == [
        Holiday("元旦", date(2026, 1, 1), date(2026, 1, 3), (date(2026, 1, 4),)),
    ]


def test_the_document_number_and_the_year_are_read():
    assert read_notice(NOTICE_2026, 2026).document_number == "国办发明电〔2025〕7号"
    assert stated_year(NOTICE_2026) == 2026


def test_paragraphs_pasted_without_line_breaks(calendar):
    assert len(read_notice(NOTICE_2025.replace("\n", ""), 2025).holidays) == 6


def test_encouraged_days_are_no_holidays():
    text = "春节：2月10日至17日放假调休，共8天。2月4日（星期日）上班。鼓励安排职工在除夕（2月9日）休息。"
    assert read_notice(text, 2024).holidays == [
        Holiday("春节", date(2024, 2, 10), date(2024, 2, 17), (date(2024, 2, 4),))
    ]


@pytest.mark.parametrize(
    ("change", "year", "problem"),
    [
        (("5月1日（周五）", "5月1日（周四）"), 2026, "2026-05-01 是星期五，通知里写的是星期四"),
        (("共9天", "共8天"), 2026, "“春节”写的是共 8 天"),
        (("6月19日", "6月31日"), 2026, "“端午节”里有不存在的日期"),
        (("四、劳动节", "四、"), 2026, "没有读到“劳动”"),
        (("9月25日（周五）至27日", "9月25日（周五）至10月1日"), 2026, "重叠"),
        (("5月9日（周六）", "5月8日"), 2026, "本来就是工作日"),
        (("10月10日（周六）", "5月9日（周六）"), 2026, "重复列为上班日"),
        (("1月4日（周日）", "2月15日"), 2026, "既放假又上班"),
        (("", ""), 2027, "通知标题写的是 2026 年"),
    ],
)
def test_what_does_not_fit_is_told(change, year, problem):
    assert any(problem in told for told in read_notice(NOTICE_2026.replace(*change, 1), year).problems)


def test_text_that_is_no_notice_is_told():
    assert "没有读到“春节”。" in read_notice("春节快乐", 2026).problems
