"""Kinds about codes: credit codes, resident IDs, phones, regions, masks."""

from __future__ import annotations

from datetime import date, datetime

from portal import identifiers
from portal.explain.inputs import SHANGHAI, choice, day, quoted, text
from portal.explain.registry import Explanation, kind

MASKS = {
    "name": identifiers.mask_name,
    "resident_id": identifiers.mask_resident_id,
    "mobile": identifiers.mask_mobile,
}
REASONS = {
    "": "各项检查均通过。",
    "length": "长度不是18位。",
    "charset": "含有不允许的字符（统一社会信用代码不用 I、O、S、V、Z）。",
    "structure": "登记管理部门、机构类别或区划部分不符合规定。",
    "check_digit": "校验码不符，请核对是否抄错。",
    "format": "应为18位，前17位是数字，末位是数字或 X。",
    "birth_date": "出生日期不是真实的日期。",
    "birth_range": "出生日期早于1900年或晚于今天。",
}


@kind("uscc", "统一社会信用代码", text=text("代码"))
def credit_code(text: str) -> Explanation:
    """Check a unified social credit code."""
    found = identifiers.check_credit_code(text)
    steps = ["依次检查长度、字符、结构、校验码（GB 32100-2015）。", REASONS[found.reason]]
    if found.subject_id_deviates:
        steps.append("提示：主体标识码自身的校验位不符，少数历史代码如此，请核对证照。")
    result = {
        "valid": found.valid,
        "reason": found.reason,
        "normalised": found.normalised,
    }
    return Explanation(result, steps)


@kind("resident_id", "居民身份证号", text=text("号码"), today=day("今天", required=False))
def resident_id(text: str, today: date | None) -> Explanation:
    """Check a resident ID as of a day, today in Beijing unless given."""
    found = identifiers.check_resident_id(text, today=today or datetime.now(SHANGHAI).date())
    born = found.birth_date.isoformat() if found.birth_date else None
    result = {
        "valid": found.valid,
        "reason": found.reason,
        "birth_date": born,
        "sex": found.sex,
    }
    return Explanation(
        result,
        ["依次检查格式、出生日期、校验码（GB 11643-1999）。", REASONS[found.reason]],
    )


@kind("mobile", "手机号", text=text("号码"))
def mobile(text: str) -> Explanation:
    """Check and normalise a mobile number."""
    number = identifiers.normalise_mobile(text)
    valid = identifiers.is_mobile(text)
    verdict = "是" if valid else "不是"
    steps = [f"去掉 +86、空格和连字符后为 {quoted(number)},{verdict}以13至19开头的11位手机号。"]
    return Explanation({"valid": valid, "normalised": number}, steps)


@kind("mask", "脱敏", kind=choice("种类", tuple(MASKS)), text=text("内容"))
def mask(kind: str, text: str) -> Explanation:
    """The masked form that lists show."""
    return Explanation(
        {"masked": MASKS[kind](text)},
        ["姓名只留首字；身份证号留前6位和后4位；手机号留前3位和后4位；不合格式的全部隐去。"],
    )


@kind("region", "区划代码", text=text("12位代码"))
def region(text: str) -> Explanation:
    """The parts of a statistical region code."""
    found = identifiers.parse_region(text)
    return Explanation(
        dict(vars(found)),
        [
            "2位省 + 2位市 + 2位县区（GB/T 2260）+ 3位街道乡镇（GB/T 10114）+ 3位社区村。",
            f"第7至9位 {found.street}：001—099街道，100—199镇，200—399乡，因此为{found.kind}。",
        ],
    )
