"""`explain --batch`: the contract's answers, line by line, and refusals without a traceback."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portal.explain import KINDS
from portal.explain.batch import answer_line

OWNERS = {
    "what": "vote",
    "kind": "owners",
    "total_heads": 120,
    "total_area": 9600,
    "present_heads": 80,
    "present_area": 6400,
}
PARTY = {"what": "vote", "kind": "party", "entitled": 21, "present": 11, "full_members": 21}

ANSWERS = [
    (
        {"what": "completion", "actual": "7107.2", "target": 3905},
        {"completion_pct": "182.00", "over_target_pct": "82.00"},
    ),
    (
        {"what": "completion", "actual": 95, "target": 100},
        {"completion_pct": "95.00", "over_target_pct": "-5.00"},
    ),
    ({"what": "completion", "actual": 95, "target": 0}, {"completion_pct": None, "over_target_pct": None}),
    ({"what": "completion", "actual": 95, "target": None}, {"completion_pct": None, "over_target_pct": None}),
    ({"what": "target_from_over", "actual": 7107.2, "over_target_pct": "82%"}, {"target": "3905.0549"}),
    ({"what": "target_from_over", "actual": "24.17", "over_target_pct": "18.48"}, {"target": "20.4001"}),
    (
        {"what": "yoy", "current": "0.3", "base": "0.2235"},
        {"yoy_pct": "34.23", "change": "0.0765", "label": None},
    ),
    (
        {"what": "yoy", "current": 0.12, "base": 0},
        {"yoy_pct": None, "change": "0.12", "label": "上年同期为零"},
    ),
    ({"what": "yoy", "current": 5, "base": -3}, {"yoy_pct": None, "change": "8", "label": "扭亏为盈"}),
    ({"what": "yoy", "current": -2, "base": 5}, {"yoy_pct": "-140.00", "change": "-7", "label": "由盈转亏"}),
    (
        {"what": "implied_base", "current": "4.51", "yoy_pct": "15.91"},
        {"base": "3.8909", "low": "3.886469", "high": "3.895432"},
    ),
    (
        {"what": "single_month", "cumulative": {"2018-02": 0.19, "2018-03": "0.30"}, "month": "2018-03"},
        {"value": "0.11"},
    ),
    ({"what": "single_month", "cumulative": {"2018-02": "0.19"}, "month": "2018-02"}, {"value": None}),
    (
        {"what": "single_month", "cumulative": {"2017-12": 9, "2018-01": "0.1"}, "month": "2018-01"},
        {"value": "0.1"},
    ),
    (
        {
            "what": "single_month",
            "cumulative": {"2018-02": "0.19", "2018-03": "0.18"},
            "month": "2018-03",
            "reason": "退税",
        },
        {"value": "-0.01"},
    ),
    ({"what": "schedule", "date": "2018-03-31", "basis": "month"}, {"schedule_pct": "25.00"}),
    ({"what": "schedule", "date": "2018-03-31", "basis": "day"}, {"schedule_pct": "24.66"}),
    ({"what": "schedule", "date": "2024-03-31", "basis": "day"}, {"schedule_pct": "24.86"}),
    (
        {"what": "rate_at_least", "part": 196, "whole": 200, "bound_pct": 98},
        {"rate_pct": "98.00", "meets": True},
    ),
    (
        {"what": "rate_at_least", "part": 195, "whole": 199, "bound_pct": 98},
        {"rate_pct": "97.99", "meets": False},
    ),
    ({"what": "rate_at_least", "part": 0, "whole": 0, "bound_pct": 98}, {"rate_pct": None, "meets": False}),
    ({"what": "quantity", "text": "98%以上"}, {"value": "98", "unit": "%", "qualifier": "gte"}),
    (
        {"what": "quantity", "text": "7107.2万元", "to": "元"},
        {"value": "71072000.00", "unit": "元", "qualifier": "eq"},
    ),
    (
        {"what": "quantity", "text": "7107.2万元", "to": "亿元"},
        {"value": "0.71072", "unit": "亿元", "qualifier": "eq"},
    ),
    (
        {"what": "quantity", "text": "24.17亿元", "to": "万元"},
        {"value": "241700", "unit": "万元", "qualifier": "eq"},
    ),
    (
        {"what": "quantity", "text": "1亩", "to": "平方米"},
        {"value": "666.67", "unit": "平方米", "qualifier": "eq"},
    ),
    ({"what": "number", "text": "７１０７．２"}, {"value": "7107.2"}),
    ({"what": "number", "text": "34.23％"}, {"value": "0.3423"}),
    ({"what": "number", "text": "—"}, {"value": None}),
    ({"what": "number", "text": ""}, {"value": None}),
    (
        {"what": "uscc", "text": "n2410106mf0000013m "},
        {"valid": True, "reason": "", "normalised": "N2410106MF0000013M"},
    ),
    (
        {"what": "uscc", "text": "9141010676485320"},
        {"valid": False, "reason": "length", "normalised": "9141010676485320"},
    ),
    (
        {"what": "resident_id", "text": "11010519491231002x", "today": "2026-11-23"},
        {"valid": True, "reason": "", "birth_date": "1949-12-31", "sex": "female"},
    ),
    (
        {"what": "resident_id", "text": "440524188001010014", "today": "2026-11-23"},
        {"valid": False, "reason": "birth_range", "birth_date": None, "sex": None},
    ),
    ({"what": "mobile", "text": "+86 138-0013-8000"}, {"valid": True, "normalised": "13800138000"}),
    ({"what": "mobile", "text": 12800138000}, {"valid": False, "normalised": "12800138000"}),
    ({"what": "mask", "kind": "name", "text": "欧阳建国"}, {"masked": "欧***"}),
    ({"what": "mask", "kind": "resident_id", "text": "410106200002290010"}, {"masked": "410106********0010"}),
    (
        {"what": "region", "text": "410106004000"},
        {"province": "41", "city": "01", "county": "06", "street": "004", "community": "000", "kind": "街道"},
    ),
    (
        {"what": "allocate", "total": "86400.00", "weights": ["5120.50", 3010.00, "2499.99"]},
        {"parts": ["41617.20", "24463.97", "20318.83"]},
    ),
    ({**OWNERS, "for_heads": 41, "for_area": 3200.01}, {"quorum": True, "passed": True}),
    ({**OWNERS, "for_heads": 40, "for_area": 3300}, {"quorum": True, "passed": False}),
    (
        {**OWNERS, "kind": "owners_special", "for_heads": 60, "for_area": 4800},
        {"quorum": True, "passed": True},
    ),
    ({**PARTY, "for": 11}, {"quorum": True, "passed": True}),
    ({**PARTY, "for": 10}, {"quorum": True, "passed": False}),
    ({"what": "hours", "intervals": [["14:00", "16:45"], ["16:00", "17:30"]]}, {"hours": "3.50"}),
    (
        {
            "what": "hours",
            "intervals": [
                ["2026-05-01T22:00", "2026-05-02T01:30"],
                ["2026-05-01T16:00Z", "2026-05-01T17:00Z"],
            ],
        },
        {"hours": "3.50"},
    ),
]

REFUSED = [
    ("nonsense", "MalformedJson"),
    ("", "MalformedJson"),
    ('{"what": "yoy", "current": NaN, "base": 1}', "MalformedJson"),
    ("[" * 100_000, "MalformedJson"),
    ("[1]", "InvalidInput"),
    ("{}", "MissingInput"),
    ('{"what": null}', "MissingInput"),
    ('{"what": "horoscope"}', "UnknownKind"),
    ('{"what": "yoy", "current": 1}', "MissingInput"),
    ('{"what": "yoy", "current": "Infinity", "base": 1}', "NotANumber"),
    ('{"what": "yoy", "current": "", "base": 1}', "NotANumber"),
    ('{"what": "yoy", "current": 1e999, "base": 1}', "NotANumber"),
    ('{"what": "yoy", "current": true, "base": 1}', "InvalidInput"),
    ('{"what": "yoy", "current": [1], "base": 1}', "InvalidInput"),
    ('{"what": "implied_base", "current": 1, "yoy_pct": -100}', "BaseNotImplied"),
    (
        '{"what": "single_month", "cumulative": {"2018-02": 2, "2018-03": 1}, "month": "2018-03"}',
        "NegativeAdjustmentUnexplained",
    ),
    ('{"what": "single_month", "cumulative": {"2018-13": 2}, "month": "2018-03"}', "InvalidPeriod"),
    (
        '{"what": "single_month", "cumulative": {"2018-02": 2, "2018-2": 1}, "month": "2018-03"}',
        "InvalidInput",
    ),
    ('{"what": "single_month", "cumulative": [1], "month": "2018-03"}', "InvalidInput"),
    ('{"what": "schedule", "date": "2018-02-30"}', "InvalidInput"),
    ('{"what": "schedule", "date": "0001-01-01"}', "InvalidInput"),
    ('{"what": "schedule", "date": "2018-03-31", "basis": "week"}', "InvalidInput"),
    ('{"what": "rate_at_least", "part": -1, "whole": 5, "bound_pct": 98}', "InvalidRate"),
    ('{"what": "quantity", "text": "1亩", "to": "万元"}', "IncompatibleUnits"),
    ('{"what": "quantity", "text": "1亩", "to": "斤"}', "UnknownUnit"),
    ('{"what": "quantity", "text": "很多"}', "InvalidQuantity"),
    ('{"what": "number", "text": "约五"}', "NotANumber"),
    ('{"what": "mask", "kind": "face", "text": "x"}', "InvalidInput"),
    ('{"what": "region", "text": "41"}', "InvalidRegionCode"),
    ('{"what": "allocate", "total": "1", "weights": [0]}', "InvalidAllocation"),
    ('{"what": "allocate", "total": "1", "weights": 5}', "InvalidInput"),
    ('{"what": "vote", "kind": "party", "entitled": 21}', "MissingInput"),
    (
        '{"what": "vote", "kind": "party", "entitled": 2.5, "present": 1, "full_members": 2, "for": 1}',
        "InvalidInput",
    ),
    ('{"what": "hours", "intervals": [["16:00", "14:00"]]}', "InvalidInterval"),
    ('{"what": "hours", "intervals": [["16:00"]]}', "InvalidInput"),
    ('{"what": "deadline", "start": "soon", "length": 5, "unit": "working_day"}', "InvalidInput"),
    ('{"what": "deadline", "start": "2026-09-22", "length": 0, "unit": "working_day"}', "InvalidInput"),
    ('{"what": "deadline", "start": "2026-09-22", "length": 5, "unit": "fortnight"}', "InvalidInput"),
]


def ask(request: str | dict) -> dict:
    line = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False)
    return json.loads(answer_line(line.encode()))


@pytest.mark.parametrize(("request_", "answer"), ANSWERS)
def test_answers_as_the_contract_says(request_, answer):
    assert ask(request_) == answer


@pytest.mark.parametrize(("line", "code"), REFUSED)
def test_refusals_are_told_on_the_line(line, code):
    answer = ask(line)
    assert answer["error"] == code
    assert set(answer) == {"error", "message"}
    assert answer["message"].endswith("。")


def test_bytes_that_are_no_utf_8_are_refused():
    assert json.loads(answer_line("测试".encode("gb18030")))["error"] == "MalformedJson"


def test_a_byte_order_mark_is_harmless():
    assert json.loads(answer_line('\ufeff{"what": "number", "text": "5"}'.encode())) == {"value": "5"}


def test_a_lone_surrogate_is_echoed_as_valid_json():
    assert ask('{"what": "mobile", "text": "\\ud800"}') == {"valid": False, "normalised": "\ud800"}


@given(st.sampled_from(sorted(KINDS.keys() - {"deadline"})), st.data())
def test_anything_json_gets_an_answer(name, data):
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    values = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=7), inner, max_size=3),
    )
    request = {key: data.draw(values) for key in KINDS[name].parameters}
    assert ask({**request, "what": name}).get("error") != "InternalError"


def test_the_command_answers_every_line_in_order(monkeypatch, capsys):
    lines = '{"what": "number", "text": "1"}\nbroken\n\n{"what": "number", "text": "2"}'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    call_command("explain", "--batch")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer.get("value", answer.get("error")) for answer in answers] == [
        "1",
        "MalformedJson",
        "MalformedJson",
        "2",
    ]


def test_the_command_tells_the_steps(capsys):
    call_command("explain", "yoy", "--current", "5", "--base", "-3")
    assert capsys.readouterr().out.splitlines() == [
        "1. 增减额 = 5 − (-3) = 8。",
        "2. 上年同期数不大于零，百分比没有意义，不计算同比，只说明增减额。",
        "3. 表述为“扭亏为盈”。",
        "yoy_pct: —",
        "change: 8",
        "label: 扭亏为盈",
    ]


def test_the_command_takes_objects_as_json(capsys):
    call_command(
        "explain", "single_month", "--month", "2018-03", "--cumulative", '{"2018-02": 0.19, "2018-03": 0.30}'
    )
    assert capsys.readouterr().out.splitlines()[-1] == "value: 0.11"


@pytest.mark.parametrize("arguments", [[], ["horoscope"], ["yoy"], ["yoy", "--current", "x", "--base", "1"]])
def test_the_command_refuses_in_a_sentence(arguments):
    with pytest.raises(CommandError, match="。"):
        call_command("explain", *arguments)


def test_the_command_can_print_its_help(capsys):
    with pytest.raises(SystemExit):
        call_command("explain", "--help")
    assert "公布的同比%" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"deadline"}))
def test_every_kind_tells_its_steps(name):
    from portal.explain import explain

    request = next(request for request, _ in ANSWERS if request["what"] == name)
    given_ = {key: str(value) if isinstance(value, float) else value for key, value in request.items()}
    if name == "allocate":
        given_["weights"] = ["1", "2"]
    if name == "single_month":
        given_["cumulative"] = {"2018-03": "1"}
    assert all(step.endswith(("。", "）")) for step in explain(name, given_).steps)
