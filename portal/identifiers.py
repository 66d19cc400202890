"""Codes that identify enterprises, persons, phones and places: normalise, check, mask.

Pure functions on text. Nothing is looked up: a code that is well formed may still belong to nobody.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.errors import InvalidInput
from portal.text import IDEOGRAPHS, INVISIBLES

USCC_CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_STRUCTURE = re.compile(
    r"(1[1239]|2[19]|3[123459]|4[19]|5[1239]|6[129]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1)[0-9]{6}[0-9A-Z]{10}"
)
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

RESIDENT_ID_FORMAT = re.compile(r"[1-9][0-9]{16}[0-9X]")
RESIDENT_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_ID_CHECKS = "10X98765432"
EARLIEST_BIRTH = date(1900, 1, 1)

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
INVISIBLE = re.compile(f"[\\s{INVISIBLES}]+")
NOT_A_SIGN = re.compile(r"[^0-9A-Z\u3400-\u9fff]+")
DASHES = re.compile(r"[-\u2010-\u2015\u2212()]+")

BUILDING = re.compile(r".*[0-9一二三四五六七八九十]+\s*(?:号楼|号院|栋|幢|座|号)")
BETWEEN_CHINESE = re.compile(f"(?<=[{IDEOGRAPHS}])\\s+(?=[{IDEOGRAPHS}])")

CodeReason = Literal["", "length", "charset", "structure", "check_digit"]
ResidentReason = Literal["", "format", "birth_date", "birth_range", "check_digit"]


class InvalidRegionCode(InvalidInput):
    """A text that is not a 12-digit statistical region code."""


def compact(text: str) -> str:
    """NFKC, without blanks and invisible marks, upper case: how codes are compared and stored."""
    visible = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    # Marks that a blank had kept apart, and some capitals, only now join into one character.
    return unicodedata.normalize("NFKC", visible.upper())


def number_key(text: str) -> str:
    """A number that people write (凭证号, 合同编号) as it is compared: width, case, blanks, dashes and brackets do
    not make another one."""
    return NOT_A_SIGN.sub("", compact(text))


# Unified social credit code, GB 32100-2015


@dataclass(frozen=True)
class CreditCode:
    """The verdict on a unified social credit code; `reason` is "" when it is valid."""

    normalised: str
    reason: CodeReason
    subject_id_deviates: bool = False

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.reason


def check_credit_code(text: str) -> CreditCode:
    """Check a 统一社会信用代码 (GB 32100-2015); the first failing of length, charset, structure, check digit.

    A subject id whose own check (GB 11714) fails is only a warning: some historic codes deviate.
    """
    code = compact(text)
    reason = credit_code_problem(code)
    return CreditCode(
        code,
        reason,
        subject_id_deviates=not reason and subject_id_check(code) != code[16],
    )


def credit_code_problem(code: str) -> CodeReason:
    """Why an already normalised credit code is refused, "" when it is valid."""
    if len(code) != 18:
        return "length"
    if not set(code) <= set(USCC_CHARSET):
        return "charset"
    if not USCC_STRUCTURE.fullmatch(code):
        return "structure"
    return "" if credit_code_check(code) == code[17] else "check_digit"


def credit_code_check(code: str) -> str:
    """The 18th character, from the first 17 (weights 3^i, modulo 31)."""
    total = sum(USCC_CHARSET.index(char) * weight for char, weight in zip(code, USCC_WEIGHTS, strict=False))
    return USCC_CHARSET[-total % 31]


def subject_id_check(code: str) -> str:
    """The 17th character of a credit code, from characters 9–16 (GB 11714, modulo 11)."""
    total = sum(int(char, 36) * weight for char, weight in zip(code[8:16], SUBJECT_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


# Resident identity number, GB 11643-1999


@dataclass(frozen=True)
class ResidentId:
    """The verdict on a resident ID; birth date and sex only when it is valid."""

    normalised: str
    reason: ResidentReason
    birth_date: date | None = None
    sex: Literal["male", "female"] | None = None

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.reason


def check_resident_id(text: str, *, today: date) -> ResidentId:
    """Check an 18-character 居民身份证号 (GB 11643-1999) as seen on the day `today`.

    The address part is not compared with today's codes: a number keeps the code in force when it was issued.
    The 15-digit numbers of the old cards are refused.
    """
    code = compact(text)
    if not RESIDENT_ID_FORMAT.fullmatch(code):
        return ResidentId(code, "format")
    try:
        born = date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return ResidentId(code, "birth_date")
    if not EARLIEST_BIRTH <= born <= today:
        return ResidentId(code, "birth_range")
    if resident_id_check(code) != code[17]:
        return ResidentId(code, "check_digit")
    return ResidentId(code, "", born, "male" if int(code[16]) % 2 else "female")


def resident_id_check(code: str) -> str:
    """The 18th character, from the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(char) * weight for char, weight in zip(code, RESIDENT_ID_WEIGHTS, strict=False))
    return RESIDENT_ID_CHECKS[total % 11]


# Telephones


def normalise_mobile(text: str) -> str:
    """Digits of a mobile number without +86, 0086, blanks, hyphens and brackets; other text keeps its shape."""
    digits = DASHES.sub("", compact(text))
    return re.sub(r"^(?:\+86|0086|86(?=1[0-9]{10}$))", "", digits)


def is_mobile(text: str) -> bool:
    """Whether the text, once normalised, is a mainland mobile number."""
    return bool(MOBILE.fullmatch(normalise_mobile(text)))


def is_landline(text: str) -> bool:
    """Whether the text is a landline with area code, extension allowed (0371-68921234-801)."""
    return bool(LANDLINE.fullmatch(compact(text)))


def normalise_phone(text: str) -> str:
    """A mobile number in normal form; a landline keeps its hyphens."""
    return normalise_mobile(text) if is_mobile(text) else compact(text)


# Region codes, GB/T 2260 and GB/T 10114


@dataclass(frozen=True)
class Region:
    """The parts of a 12-digit statistical region code, and what its narrowest named level is."""

    province: str
    city: str
    county: str
    street: str
    community: str
    kind: str


def parse_region(text: str) -> Region:
    """Split a 12-digit 统计用区划代码; refuses anything else and a gap in the levels."""
    code = compact(text)
    if not re.fullmatch(r"[0-9]{12}", code):
        raise InvalidRegionCode("区划代码应为12位数字，例如 410106004000。")
    parts = code[:2], code[2:4], code[4:6], code[6:9], code[9:]
    if parts[0] == "00" or has_gap(parts):
        raise InvalidRegionCode(f"区划代码 {code} 的上级代码为零，请核对。")
    return Region(*parts, kind=region_kind(*parts[1:4]))


def has_gap(parts: tuple[str, ...]) -> bool:
    """Whether a level is zero above one that is not."""
    named = [int(part) > 0 for part in parts]
    return named != sorted(named, reverse=True)


def region_kind(city: str, county: str, street: str) -> str:
    """街道 001–099, 镇 100–199, 乡 200–399, 政企合一 400–499, 开发区 500–599; 省市县 above the street level."""
    number = int(street)
    if not number:
        return "县级" if int(county) else "市级" if int(city) else "省级"
    bounds = (
        (100, "街道"),
        (200, "镇"),
        (400, "乡"),
        (500, "政企合一"),
        (600, "开发区"),
    )
    return next((kind for bound, kind in bounds if number < bound), "其他")


# Masking


def mask_name(text: str) -> str:
    """First character and a star for each other: 欧阳建国 → 欧***."""
    name = BETWEEN_CHINESE.sub("", text.strip())
    return name[:1] + "*" * (len(name) - 1)


def mask_resident_id(text: str) -> str:
    """First six and last four of an 18-character number; any other text becomes stars altogether."""
    code = compact(text)
    return f"{code[:6]}********{code[-4:]}" if len(code) == 18 else "*" * len(code)


def mask_mobile(text: str) -> str:
    """138****8000; any text that is not eleven digits becomes stars altogether."""
    number = normalise_mobile(text)
    return f"{number[:3]}****{number[-4:]}" if re.fullmatch(r"[0-9]{11}", number) else "*" * len(number)


def mask_phone(text: str) -> str:
    """A mobile as `mask_mobile`; of a landline only the area code stays."""
    if is_mobile(text) or not is_landline(text):
        return mask_mobile(text)
    number = compact(text)
    kept = number.index("-") + 1 if re.match(r"[0-9]{3,4}-", number) else 3
    return number[:kept] + "*" * (len(number) - kept)


def mask_bank_card(text: str) -> str:
    """Only the last four digits stay."""
    card = DASHES.sub("", compact(text))
    return "*" * (len(card) - 4) + card[-4:] if len(card) > 8 else "*" * len(card)


def mask_address(text: str) -> str:
    """Down to the building; the unit and door become stars. Without a building, everything does."""
    address = text.strip()
    building = BUILDING.match(address)
    kept = building.end() if building else 0
    return address[:kept] + "*" * (len(address) - kept)


def mask_text(text: str) -> str:
    """Three stars whatever the length, which may itself tell something."""
    return "***" if text else ""
