"""Readers of inputs: from text, JSON or Python values to exact types, refusing in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from portal.errors import InvalidInput
from portal.explain.registry import Parameter
from portal.figures.exact import bounded, shortened
from portal.figures.number import cell_text, read_cell

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST_TEXT = 1000
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
SOME_DAY = date(2000, 1, 1)


class MalformedJson(InvalidInput):
    """A text that is not JSON."""


def load_json(text: str) -> Any:
    """Strict JSON; numbers stay the text they were written as, so 0.30 keeps its zero. Refuses NaN."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise MalformedJson("这一行不是合法的 JSON。") from None


def refuse_constant(name: str) -> NoReturn:
    """NaN and the infinities are not amounts."""
    raise ValueError(name)


def amount(label: str, *, required: bool = True, nullable: bool = False) -> Parameter:
    """An exact number; thousands separators and a percent sign at the end are dropped."""
    return Parameter(label, read_amount, required, nullable)


def read_amount(value: Any) -> Decimal:
    """A finite decimal from Decimal, int or text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise InvalidInput("应为数字。")
    if isinstance(value, Decimal):
        return bounded(value)
    if isinstance(value, int) and abs(value) >= 10**60:
        raise InvalidInput("数字超出可处理的范围。")
    return read_cell(cell_text(str(value)).removesuffix("%"))


def count(label: str, *, required: bool = True, least: int = 0, most: int = 10**12) -> Parameter:
    """A whole number within bounds."""

    def read(value: Any) -> int:
        number = read_amount(value)
        if number != number.to_integral_value() or not least <= number <= most:
            raise InvalidInput(f"应为{least}到{most}之间的整数。")
        return int(number)

    return Parameter(label, read, required)


def text(label: str, *, required: bool = True, nullable: bool = False) -> Parameter:
    """A text of reasonable length; a bare number is taken as its digits."""
    return Parameter(label, read_text, required, nullable)


def read_text(value: Any) -> str:
    """A short text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise InvalidInput("应为文本。")
    if len(str(value)) > LONGEST_TEXT:
        raise InvalidInput(f"文本不能超过{LONGEST_TEXT}个字符。")
    return str(value)


def choice(label: str, options: tuple[str, ...], *, required: bool = True) -> Parameter:
    """One of a few words."""

    def read(value: Any) -> str:
        if value not in options:
            raise InvalidInput(f"应为以下之一：{'、'.join(options)}。")
        return str(value)

    return Parameter(label, read, required)


def day(label: str, *, required: bool = True) -> Parameter:
    """A date between 1900 and 2199."""
    return Parameter(label, read_day, required)


def read_day(value: Any) -> date:
    """A `date`, or ISO text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        found = date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise InvalidInput("应为日期，例如 2026-09-22。") from None
    if not EARLIEST <= found <= LATEST:
        raise InvalidInput("日期应在1900年至2199年之间。")
    return found


def read_moment(value: Any) -> datetime:
    """A moment from ISO text, Beijing time unless it says otherwise; a bare 14:00 is on some day."""
    if isinstance(value, str) and len(value.strip()) <= len("00:00:00") and ":" in value:
        return datetime.combine(SOME_DAY, read_time(value.strip()), SHANGHAI)
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise InvalidInput("应为时间，例如 2026-05-01T14:00。") from None
    if not EARLIEST <= found.date() <= LATEST:
        raise InvalidInput("时间应在1900年至2199年之间。")
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def read_time(value: str) -> time:
    """A time of day."""
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise InvalidInput("应为时间，例如 14:00。") from None


def listing(label: str, read_item: Callable[[Any], Any]) -> Parameter:
    """A list, or the JSON text of one; each item read alike."""

    def read(value: Any) -> list[Any]:
        found = load_json(value) if isinstance(value, str) else value
        if not isinstance(found, list | tuple):
            raise InvalidInput("应为列表。")
        return [read_item(item) for item in found]

    return Parameter(label, read)


def read_interval(value: Any) -> tuple[datetime, datetime]:
    """A pair of moments."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise InvalidInput("每段时间应为 [开始, 结束]。")
    return read_moment(value[0]), read_moment(value[1])


def mapping(label: str) -> Parameter:
    """An object, or the JSON text of one."""
    return Parameter(label, read_mapping)


def read_mapping(value: Any) -> dict[str, Any]:
    """A JSON object, or its text."""
    found = load_json(value) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise InvalidInput("应为“名称：数值”的对象。")
    return found


def quoted(value: str) -> str:
    """A text as it is repeated in the steps."""
    return f"“{shortened(value)}”"
