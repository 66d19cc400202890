"""The national code of a parcel. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.errors import InvalidInput

STRUCTURE = re.compile(r"(\d{6})(\d{3})(\d{3})([GJZ])([A-HSWXY])(\d{5})")
OWNERS = {"G": "国家所有", "J": "集体所有", "Z": "所有权未确定或有争议"}
RIGHTS = {
    "A": "集体土地所有权", "B": "建设用地使用权（地表）", "S": "建设用地使用权（地上）", "X": "建设用地使用权（地下）",
    "C": "宅基地使用权", "D": "土地承包经营权（耕地）", "E": "土地承包经营权（林地）", "F": "土地承包经营权（草地）",
    "G": "无居民海岛使用权", "H": "海域使用权", "W": "使用权未确定或有争议", "Y": "其他使用权",
}  # fmt: skip


@dataclass(frozen=True)
class ParcelCode:
    """A code taken apart: county (6), cadastral district (3) and sub-district (3), owner, right, serial (5)."""

    county: str
    cadastral_district: str
    cadastral_subdistrict: str
    owner: str
    right: str
    serial: str

    def __str__(self) -> str:
        return "".join((self.county, self.cadastral_district, self.cadastral_subdistrict, self.owner, self.right, self.serial))  # fmt: skip

    @property
    def meaning(self) -> str:
        """What owner and right mean, in words."""
        return f"{OWNERS[self.owner]}，{RIGHTS[self.right]}"


def read_parcel_code(text: str) -> ParcelCode:
    """The code written in `text` (不动产单元代码编码规则 GB/T 37346: 19 characters).

    Spaces and lower case are forgiven; any other deviation is refused, saying which part is wrong.
    """
    code = "".join(text.split()).upper()
    if len(code) != 19:
        raise InvalidInput(f"宗地代码应为 19 位，写的是 {len(code)} 位，请对照不动产权证核对。")
    match = STRUCTURE.fullmatch(code)
    if match is None:
        raise InvalidInput(_fault(code))
    return ParcelCode(*match.groups())


def _fault(code: str) -> str:
    if not code[:12].isdecimal():
        return "宗地代码前 12 位（区县 6 位、地籍区 3 位、地籍子区 3 位）应全是数字，请核对。"
    if code[12] not in OWNERS:
        return f"宗地代码第 13 位“{code[12]}”应为 G（国有）、J（集体）或 Z（未定），请核对。"
    if code[13] not in RIGHTS:
        return f"宗地代码第 14 位“{code[13]}”不是使用权类别，请核对，建设用地通常为 B。"
    return "宗地代码最后 5 位应是数字顺序号，请核对。"
