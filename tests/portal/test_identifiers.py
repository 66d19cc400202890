"""Codes: examples A27–A34 of the domain sheet, and what holds for every code."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal import identifiers as ids

TODAY = date(2026, 11, 23)
STRUCTURES = ["11", "51", "91", "92", "93", "A1", "N1", "N2", "N3", "N9", "Y1"]

subject_ids = st.text(ids.USCC_CHARSET, min_size=9, max_size=9)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    region = draw(st.from_regex(r"[0-9]{6}", fullmatch=True))
    body = draw(st.sampled_from(STRUCTURES)) + region + draw(subject_ids)
    return body + ids.credit_code_check(body)


@st.composite
def resident_ids(draw: st.DrawFn) -> tuple[str, date, int]:
    born = draw(st.dates(ids.EARLIEST_BIRTH, TODAY))
    order = draw(st.integers(0, 999))
    body = f"{draw(st.integers(100000, 999999))}{born:%Y%m%d}{order:03d}"
    return body + ids.resident_id_check(body), born, order


class TestCreditCode:
    @pytest.mark.parametrize(
        "code",
        [
            "91350100M000100Y43",
            "91110000600037341L",
            "91410106MA9K0001X5",
            "114101060055880184",
            "N2410106MF0000013M",
        ],
    )
    def test_valid(self, code):
        assert ids.check_credit_code(code) == ids.CreditCode(code, "")

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("91350100M000100Y44", "check_digit"),
            ("91410106MA9I00010X", "charset"),
            ("9141010676485320", "length"),
            ("A1110000600037341L", "check_digit"),
            ("B1110000600037341L", "structure"),
            ("9141A106MA9K0001X5", "structure"),
            ("", "length"),
            ("91410106MA9K0001X5中", "length"),
            ("٩1410106MA9K0001X5", "charset"),
        ],
    )
    def test_refused_with_the_first_reason(self, code, reason):
        assert ids.check_credit_code(code).reason == reason

    def test_check_digit_of_the_worked_example(self):
        assert ids.credit_code_check("91410106MA9K0001X") == "5"

    @pytest.mark.parametrize(
        "text",
        [
            "９１４１０１０６ＭＡ９Ｋ０００１Ｘ５",
            " 91410106ma9k0001x5\n",
            "9141 0106 MA9K 0001 X5",
            "\ufeff91410106MA9K0001X5",
        ],
    )
    def test_normalised_before_the_check(self, text):
        assert ids.check_credit_code(text) == ids.CreditCode("91410106MA9K0001X5", "")

    def test_deviating_subject_id_is_only_a_warning(self):
        body = "91410106MA9K00010"
        verdict = ids.check_credit_code(body + ids.credit_code_check(body))
        assert (verdict.valid, verdict.subject_id_deviates) == (True, True)

    @given(credit_codes())
    def test_every_well_formed_code_is_valid(self, code):
        assert ids.check_credit_code(code).valid

    @given(credit_codes(), st.integers(0, 17), st.sampled_from(ids.USCC_CHARSET))
    def test_one_wrong_character_is_noticed(self, code, place, char):
        assume(code[place] != char)
        assert not ids.check_credit_code(code[:place] + char + code[place + 1 :]).valid

    @given(st.text())
    def test_any_text_gets_a_verdict_and_normalising_twice_changes_nothing(self, text):
        verdict = ids.check_credit_code(text)
        assert ids.check_credit_code(verdict.normalised).reason == verdict.reason


class TestResidentId:
    @pytest.mark.parametrize(
        ("code", "born", "sex"),
        [
            ("11010519491231002X", date(1949, 12, 31), "female"),
            ("11010519491231002x", date(1949, 12, 31), "female"),
            ("410106200002290010", date(2000, 2, 29), "male"),
            ("410106196503150025", date(1965, 3, 15), "female"),
            ("４１０１０６ 20000229 0010", date(2000, 2, 29), "male"),
        ],
    )
    def test_valid(self, code, born, sex):
        verdict = ids.check_resident_id(code, today=TODAY)
        assert (verdict.reason, verdict.birth_date, verdict.sex) == ("", born, sex)

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("110105194912310021", "check_digit"),
            ("410106190002290014", "birth_date"),
            ("410106203001010018", "birth_range"),
            ("440524188001010014", "birth_range"),
            ("41010620000229001", "format"),
            ("410106000229001", "format"),
            ("010106200002290010", "format"),
            ("X10106200002290010", "format"),
            ("41010620000000001X", "birth_date"),
            ("", "format"),
        ],
    )
    def test_refused(self, code, reason):
        assert ids.check_resident_id(code, today=TODAY) == ids.ResidentId(code, reason)

    def test_born_today_is_valid_and_tomorrow_is_not(self):
        body = f"410106{TODAY:%Y%m%d}001"
        code = body + ids.resident_id_check(body)
        assert ids.check_resident_id(code, today=TODAY).valid
        assert ids.check_resident_id(code, today=TODAY - timedelta(days=1)).reason == "birth_range"

    @given(resident_ids())
    def test_every_well_formed_number_tells_birth_and_sex(self, number):
        code, born, order = number
        verdict = ids.check_resident_id(code, today=TODAY)
        assert (verdict.birth_date, verdict.sex) == (born, "male" if order % 2 else "female")

    @given(resident_ids(), st.integers(0, 16), st.integers(0, 9))
    def test_one_wrong_digit_is_noticed(self, number, place, digit):
        code = number[0]
        assume(code[place] != str(digit))
        assert not ids.check_resident_id(code[:place] + str(digit) + code[place + 1 :], today=TODAY).valid


class TestPhones:
    @pytest.mark.parametrize(
        "text",
        [
            "13800138000",
            "+86 138-0013-8000",
            "＋８６１３８００１３８０００",
            "0086 13800138000",
            "8613800138000",
            "（+86）138 0013 8000",
        ],
    )
    def test_mobile(self, text):
        assert (ids.is_mobile(text), ids.normalise_mobile(text)) == (True, "13800138000")

    @pytest.mark.parametrize(
        "text", ["12800138000", "1380013800", "138001380000", "", "abc", "0371-68921234"]
    )
    def test_not_a_mobile(self, text):
        assert not ids.is_mobile(text)

    @pytest.mark.parametrize(
        "text", ["0371-68921234", "03716892123", "010-68921234-801", "０３７１－６８９２１２３４"]
    )
    def test_landline(self, text):
        assert ids.is_landline(text)

    @pytest.mark.parametrize("text", ["68921234", "12345", "13800138000"])
    def test_not_a_landline(self, text):
        assert not ids.is_landline(text)

    @given(st.text())
    def test_normalising_is_idempotent(self, text):
        once = ids.compact(text)
        assert ids.compact(once) == once


class TestRegion:
    def test_parts_and_kind(self):
        assert ids.parse_region("410106004000") == ids.Region("41", "01", "06", "004", "000", "街道")

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("410106001000", "街道"),
            ("410106099000", "街道"),
            ("410106100000", "镇"),
            ("410106199201", "镇"),
            ("410106200000", "乡"),
            ("410106399000", "乡"),
            ("410106400000", "政企合一"),
            ("410106500000", "开发区"),
            ("410106600000", "其他"),
            ("410106000000", "县级"),
            ("410100000000", "市级"),
            ("410000000000", "省级"),
        ],
    )
    def test_kinds_at_their_bounds(self, code, kind):
        assert ids.parse_region(code).kind == kind

    @pytest.mark.parametrize(
        "code", ["", "410106004", "41010600400A", "410006004000", "410106000001", "000000000000"]
    )
    def test_refused(self, code):
        with pytest.raises(ids.InvalidRegionCode):
            ids.parse_region(code)


class TestMasks:
    @pytest.mark.parametrize(
        ("mask", "text", "masked"),
        [
            (ids.mask_resident_id, "410106200002290010", "410106********0010"),
            (ids.mask_resident_id, "4101062000022900", "****************"),
            (ids.mask_mobile, "13800138000", "138****8000"),
            (ids.mask_mobile, "1380013", "*******"),
            (ids.mask_name, "欧阳建国", "欧***"),
            (ids.mask_name, "张三", "张*"),
            (ids.mask_name, "张　三", "张*"),
            (ids.mask_name, "", ""),
            (ids.mask_phone, "0371-68921234", "0371-********"),
            (ids.mask_bank_card, "6222 0212 3456 7890", "************7890"),
            (ids.mask_address, "工业路12号院3号楼2单元501", "工业路12号院3号楼******"),
            (ids.mask_address, "朱寨村西头", "*****"),
            (ids.mask_text, "糖尿病", "***"),
        ],
    )
    def test_masked(self, mask, text, masked):
        assert mask(text) == masked

    @given(st.text(min_size=1))
    def test_a_text_that_is_no_id_keeps_nothing(self, text):
        assume(len(ids.compact(text)) != 18)
        assert set(ids.mask_resident_id(text)) <= {"*"}
