"""What is taken out of a text at the door, and what stays."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import clean_line, clean_text, clean_within

# Format characters with a shape of their own (Unicode's Prepended_Concatenation_Mark).
SEEN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd")
everything = st.text(st.characters(exclude_categories=["Cs"]))
ORDINARY = re.compile(r"[^\W_]", re.UNICODE)


@pytest.mark.parametrize(("typed", "kept"), [
    ("张\u200b三", "张三"),
    ("张\u200d三\ufeff", "张三"),
    ("\u202e项目\u202c", "项目"),
    ("软\u00ad连字符", "软连字符"),
    ("响铃\x07\x1b[0m", "响铃[0m"),
    ("删除\x7f与\x9f", "删除与"),
    ("张\ufe0f三", "张三"),
    ("填充\u3164字", "填充字"),
    ("张三", "张三"),
    ("ＡＢＣ　１２３（甲）", "ＡＢＣ　１２３（甲）"),
    ("1㎡≈10.764ft²，’单引号", "1㎡≈10.764ft²，’单引号"),
])  # fmt: skip
def test_what_nobody_sees_is_dropped_and_the_rest_stays(typed, kept):
    assert clean_line(typed) == clean_text(typed) == kept


@pytest.mark.parametrize(
    "text", ["葛\U000e0100洪", "辻\ufe00", "☎\ufe0f 68920000", "㊗\ufe0f", "䶮𠮷\U000e0101"]
)
def test_variants_of_ideographs_and_symbols_stay(text):
    assert clean_line(text) == text


def test_one_selector_is_enough():
    assert clean_line("葛\U000e0100\U000e0101\ufe00") == "葛\U000e0100"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_a_line_ends_in_one_way(end):
    assert clean_text(f"第一行{end}第二行") == "第一行\n第二行"
    assert clean_line(f"第一行{end}第二行") == "第一行 第二行"


def test_tabs_stay_in_a_long_text_only():
    assert (clean_text("甲\t乙"), clean_line("甲\t\t乙")) == ("甲\t乙", "甲 乙")


def test_every_control_and_format_character_of_unicode_is_dropped():
    hidden = {
        char for char in map(chr, range(1, sys.maxunicode + 1))
        if unicodedata.category(char) in ("Cc", "Cf") and char not in SEEN
    }  # fmt: skip

    assert [
        f"U+{ord(char):04X}" for char in sorted(hidden) if clean_line(f"甲{char}乙") not in ("甲乙", "甲 乙")
    ] == []


def test_nul_is_left_to_be_refused():
    assert clean_line("甲\0乙") == "甲\0乙"


@given(everything)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(everything)
def test_letters_and_digits_never_change(text):
    kept = [char for char in text if ORDINARY.match(char) and char not in "\u115f\u1160\u3164\uffa0"]
    assert [char for char in clean_text(text) if ORDINARY.match(char)] == kept


def test_texts_are_found_wherever_they_stand():
    given_ = {"甲\u200b": ["乙\x07", ("丙\ufeff", 1, None)], "丁": {"戊": "己\r\n庚"}}

    assert clean_within(given_, lines=True) == {"甲": ["乙", ("丙", 1, None)], "丁": {"戊": "己\n庚"}}
