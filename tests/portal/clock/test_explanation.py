from datetime import date

from portal.clock.explanation import steps


def test_a_rolled_deadline_tells_why(calendar):
    assert steps(date(2026, 9, 22), 15, "calendar_day", calendar) == [
        "2026-09-22 是起算当天，不计入；从次日 2026-09-23 起算 15日（民法典第二百零一条）。",
        "按期限计算，最后一天是 2026-10-07。",
        "2026-10-07 是休息日（国庆节），顺延到其后第一个工作日 2026-10-08（民法典第二百零三条）。",
    ]


def test_working_days_name_holidays_and_makeup_days(calendar):
    assert steps(date(2026, 9, 18), 20, "working_day", calendar)[1:] == [
        "其间放假不计：2026-09-25 至 2026-09-27（中秋）、2026-10-01 至 2026-10-07（国庆节）。",
        "调休上班照常计入：2026-09-20、2026-10-10。",
        "按期限计算，最后一天是 2026-10-22。",
    ]


def test_a_pause_is_told_and_its_holidays_are_not(calendar):
    told = steps(date(2026, 9, 18), 20, "working_day", calendar, [(date(2026, 9, 24), date(2026, 10, 12))])
    assert told[1].startswith("2026-09-24 至 2026-10-12 中止")
    assert told[-1] == "按期限计算，最后一天是 2026-11-02。"
    assert not any("国庆" in line for line in told)


def test_a_short_month_is_told(calendar):
    assert "2 月没有 31 日" in steps(date(2024, 1, 31), 1, "month", calendar)[-1]


def test_an_extension_is_told(calendar):
    told = steps(date(2026, 8, 6), 60, "calendar_day", calendar, extended_by=30)
    assert told[1:] == ["经批准延长 30日，一共 90日。", "按期限计算，最后一天是 2026-11-04。"]
