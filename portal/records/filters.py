"""What a list can be narrowed by: the same names with the same meaning on pages, in the API, exports and back office.

A filter is asked by its name: the field's (`state`), or with a lookup (`state__in`, `period__gte`). `area` is an area
with everything below it, `area__exact` that one alone. A value given twice is either. An unknown name and a malformed
value are refused in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import Area
from portal.clock.fields import MonthField
from portal.errors import InvalidInput
from portal.records.columns import split_label
from portal.records.paths import KNOWN_BY, fields_on, names_of, stored
from portal.scoping import scope_of
from portal.text import clean_line

LOOKUPS = {
    "exact": "", "in": "之一", "gte": "从", "lte": "到", "gt": "大于", "lt": "小于",
    "startswith": "开头是", "icontains": "含有",
}  # fmt: skip
LARGEST_KEY = 2**63 - 1
LONGEST = 120
MOST_VALUES = 50


class Malformed(Exception):
    """A value that does not read; says what is wrong and how to cure it."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message, self.cure = message, cure


@dataclass(frozen=True, eq=False)
class Filter:
    """One condition: `name` as it is asked, `label` in words, and what its values do.

    `read` turns one text into a value or raises `Malformed`; `where` gives the condition for one value, as a Q or
    as a function of rows, values and the asking user. `choices` are all values there are, where they are few.
    """

    name: str
    label: str
    kind: str
    read: Callable[[str], Any]
    choices: tuple[tuple[str, str], ...] = ()
    is_list: ClassVar[bool] = False

    def applied(self, rows: models.QuerySet, values: Sequence[Any], asking: Asking) -> models.QuerySet:
        """The rows that answer to one of `values`."""
        return rows.filter(reduce(or_, (self.where(value) for value in values)))

    def where(self, value: Any) -> Q:
        """The condition for one value."""
        raise NotImplementedError

    def texts(self, given: Sequence[str]) -> list[str]:
        """The single values in what was given; blanks ask for nothing."""
        return [text.strip() for text in given if text.strip()]

    def in_words(self, value: Any) -> str:
        """A value as people say it."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return dict(self.choices).get(text, text)


@dataclass(frozen=True, eq=False)
class FieldFilter(Filter):
    """A field and a lookup."""

    path: str = ""
    lookup: str = "exact"

    def texts(self, given: Sequence[str]) -> list[str]:
        """`in` also takes values separated by commas."""
        parts = [part for text in given for part in text.split(",")] if self.lookup == "in" else given
        return super().texts(parts)

    def applied(self, rows: models.QuerySet, values: Sequence[Any], asking: Asking) -> models.QuerySet:
        """The rows that hold one of the values, or lie on that side of one."""
        if self.lookup in ("exact", "in"):
            one = len(values) == 1
            return rows.filter(**({self.path: values[0]} if one else {f"{self.path}__in": values}))
        return super().applied(rows, values, asking)

    def where(self, value: Any) -> Q:
        """The field lies on that side of the value."""
        bounded = Q(**{f"{self.path}__{self.lookup}": value})
        # A month that is not known is an empty text, and earlier than none.
        return (
            bounded & Q(**{f"{self.path}__gt": ""})
            if self.kind == "month" and self.lookup in ("lte", "lt")
            else bounded
        )


@dataclass(frozen=True, eq=False)
class RecordFilter(Filter):
    """A record a row refers to, by its id, or by a name people know it by."""

    path: str = ""
    known_by: tuple[str, ...] = ()

    def where(self, value: Any) -> Q:
        """The row refers to it; an id one may not see finds what one may see, which is nothing."""
        if isinstance(value, int):
            return Q(**{f"{self.path}_id": value})
        return reduce(or_, (Q(**{f"{self.path}__{name}": value}) for name in self.known_by))


@dataclass(frozen=True, eq=False)
class AreaFilter(Filter):
    """An area, with everything below it unless `alone`; by its id or its code."""

    path: str = ""
    alone: bool = False

    def in_words(self, value: Any) -> str:
        """The name of the area; what was asked where there is none."""
        return Area.objects.filter(_area(value)).values_list("name", flat=True).first() or str(value)

    def where(self, value: Any) -> Q:
        """The rows of the area."""
        area = _area(value)
        if self.alone:
            return Q(**{f"{self.path}__in": Area.objects.filter(area).values("pk")})
        below = Area.objects.filter(
            path__startswith=models.Subquery(Area.objects.filter(area).values("path")[:1])
        )
        return Q(**{f"{self.path}__in": below.values("pk")})


@dataclass(frozen=True, eq=False)
class AskedFilter(Filter):
    """A question of the room's own: `rows` gives the rows that answer to a value."""

    rows: Callable[[Any, Any, Asking], models.QuerySet] | None = None

    def applied(self, rows: models.QuerySet, values: Sequence[Any], asking: Asking) -> models.QuerySet:
        """The rows that answer; to one of several values, found by their keys."""
        assert self.rows is not None
        if len(values) == 1:
            return self.rows(rows, values[0], asking)
        return rows.filter(
            reduce(
                or_, (Q(pk__in=self.rows(rows, value, asking).order_by().values("pk")) for value in values)
            )
        )


@dataclass(frozen=True)
class Asked:
    """A question of the room's own, as a table declares it: `kind` is boolean, date, integer, decimal, text or choice.

    `rows(rows, value, asking)` gives the rows that answer. `choices` may be a function of whoever asks, for pages.
    """

    name: str
    label: str
    kind: str
    rows: Callable[[Any, Any, Asking], models.QuerySet]
    choices: Any = ()
    least: int | None = None
    most: int | None = None

    def filter(self) -> Filter:
        """The filter it makes."""
        choices = YES_NO if self.kind == "boolean" else () if callable(self.choices) else tuple(self.choices)
        read = READERS[self.kind] if not choices else _among(choices)
        if self.kind in ("integer", "decimal"):
            read = _within(read, self.least, self.most)
        return AskedFilter(
            self.name,
            self.label,
            self.kind,
            _as_boolean if self.kind == "boolean" else read,
            choices,
            self.rows,
        )


@dataclass
class Asking:
    """One request's questions to a table: what was given, what reads, what does not; and who asks.

    `side` is the public side that asks, where nobody does. `kept` is for what filters read more than once.
    """

    user: Any
    given: Mapping[str, Sequence[str]]
    filters: Mapping[str, Filter]
    side: Any = None

    def __post_init__(self) -> None:
        self.values: dict[str, list[Any]] = {}
        self.errors: list[dict[str, Any]] = []
        self.kept: dict[str, Any] = {}
        for name, texts in self.given.items():
            self._read(name, texts)

    def apply(self, rows: models.QuerySet) -> models.QuerySet:
        """The rows that answer to every question; none where something did not read."""
        if self.errors:
            return rows.none()
        for name, values in self.values.items():
            rows = self.filters[name].applied(rows, values, self)
        return rows

    @property
    def complaints(self) -> list[str]:
        """What does not read, in sentences for people: an unknown condition comes from the address, not from them."""
        return [
            f"{fault['label']}：{fault['message']}，{fault['cure']}。" if fault["field"] in self.filters
            else f"地址里的“{fault['label']}”不是这个列表的筛选条件，请清除筛选，再从上面的条件里选。"
            for fault in self.errors
        ]  # fmt: skip

    def check(self) -> None:
        """Refuse what is unknown or does not read."""
        if not self.errors:
            return
        first = self.errors[0]
        known = first["field"] in self.filters
        sentence = f"筛选条件“{first['label']}”：{first['message']}，{first['cure']}。"
        told = [{key: said for key, said in fault.items() if key != "label"} for fault in self.errors]
        raise InvalidInput(sentence if known else f"这个列表没有“{first['label']}”这个筛选条件。", told)

    def in_words(self) -> list[tuple[str, str]]:
        """What was asked, as people say it: the words of each filter and of its values."""
        return [
            (self.filters[name].label, "、".join(self.filters[name].in_words(value) for value in values))
            for name, values in self.values.items()
        ]

    def _read(self, name: str, texts: Sequence[str]) -> None:
        asked = self.filters.get(name)
        if asked is None:
            self._refuse(name, name[:40], "", "没有这个筛选条件", f"可用的有：{'、'.join(self.filters)}")
            return
        given = asked.texts(texts)
        if len(given) > MOST_VALUES:
            self._refuse(name, asked.label, "", f"一次最多 {MOST_VALUES} 个值", "请分几次查询")
            return
        for text in given:
            try:
                self.values.setdefault(name, []).append(asked.read(_clean(text)))
            except Malformed as fault:
                self._refuse(name, asked.label, text, fault.message, fault.cure)

    def _refuse(self, name: str, label: str, text: str, message: str, cure: str) -> None:
        written = {"value": text[:40]} if text else {}
        self.errors.append({"field": name, "label": label, **written, "message": message, "cure": cure})


def filters_of(
    model: type[models.Model],
    fields: Mapping[str, Iterable[str]],
    asked: Iterable[Asked],
    *,
    area_path: str = "",
) -> dict[str, Filter]:
    """Every filter of a table, by the name it is asked by; `area_path` leads to the area, the scope's unless given."""
    found: dict[str, Filter] = {}
    for path, lookups in fields.items():
        if path == "area":
            found |= {
                "area": _area_filter(model, area_path, alone=False),
                "area__exact": _area_filter(model, area_path, alone=True),
            }
            continue
        for lookup in lookups:
            one = _of_field(model, path, lookup)
            found[one.name] = one
    return found | {one.name: one.filter() for one in asked}


def _area(value: int | str) -> Q:
    return Q(code=value) if isinstance(value, str) else Q(pk=value)


def _area_filter(model: type[models.Model], path: str, *, alone: bool) -> AreaFilter:
    name, label = ("area__exact", "区域（不含下级）") if alone else ("area", "区域")
    path = path or scope_of(model).path
    return AreaFilter(name, label, "area", _area_named, path=path, alone=alone)


def _of_field(model: type[models.Model], path: str, lookup: str) -> Filter:
    *way, field = fields_on(model, path)
    name = path if lookup == "exact" else f"{path}__{lookup}"
    label = _words(way, field, lookup)
    if lookup == "isnull":
        return FieldFilter(name, f"{label}为空", "boolean", _as_boolean, YES_NO, path, lookup)
    if field.many_to_one or field.one_to_one:
        known_by = tuple(names_of(field.related_model, KNOWN_BY))
        return RecordFilter(
            name,
            label,
            "record",
            _record_named if known_by else READERS["integer"],
            path=path,
            known_by=known_by,
        )
    kind, read, choices = _kind_of(field)
    return FieldFilter(name, label, kind, read, choices, path, lookup)


def _words(way: list[Any], field: Any, lookup: str) -> str:
    """The field's words, after those of what it belongs to; from where or to where; and its unit."""
    label, unit = split_label(field.verbose_name)
    if way and not label.startswith(str(way[-1].verbose_name)):
        label = f"{way[-1].verbose_name}{label}"
    if lookup in ("gt", "lt", "startswith", "icontains"):
        label += f"（{LOOKUPS[lookup]}）"
    label += {"gte": "从", "lte": "到"}.get(lookup, "")
    return f"{label}（{unit}）" if unit else label


def _kind_of(field: Any) -> tuple[str, Callable[[str], Any], tuple[tuple[str, str], ...]]:
    held = stored(field)
    if field.choices or held.choices:
        choices = tuple((str(code), str(word)) for code, word in (field.flatchoices or held.flatchoices))
        read = _among(choices)
        return "choice", (lambda text: held.to_python(read(text))), choices
    if isinstance(held, models.BooleanField):
        return "boolean", _as_boolean, YES_NO
    kinds: tuple[tuple[Any, str], ...] = (
        (MonthField, "month"), (models.DateTimeField, "moment"), (models.DateField, "date"),
        (models.DecimalField, "decimal"), (models.FloatField, "decimal"), (models.IntegerField, "integer"),
    )  # fmt: skip
    kind = next((kind for base, kind in kinds if isinstance(held, base)), "text")
    return kind, READERS[kind], ()


# How one text reads ------------------------------------------------------------------------------------

YES_NO = (("true", "是"), ("false", "否"))


def _clean(text: str) -> str:
    if "\0" in text:
        raise Malformed("含有空字符", "请重新输入")
    if len(text) > LONGEST:
        raise Malformed(f"超过 {LONGEST} 个字", "请写短一些")
    return clean_line(text)


def _among(choices: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    codes = dict(choices)

    def read(text: str) -> str:
        if text not in codes:
            raise Malformed(
                f"没有“{text[:20]}”这一项",
                f"可以是：{'、'.join(f'{code}（{word}）' for code, word in codes.items())}",
            )
        return text

    return read


def _as_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise Malformed(f"“{text[:20]}”看不懂", "是写 true，否写 false")
    return text == "true"


def _integer(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20 and abs(int(text)) <= LARGEST_KEY):
        raise Malformed(f"“{text[:20]}”不是整数", "请写整数")
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text) if len(text) <= 24 and text.isascii() else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or value.adjusted() > 15:
        raise Malformed(f"“{text[:20]}”不是数字", "请只写数字")
    return value


def _day(text: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Malformed(f"“{text[:20]}”不是日期", "日期形如 2018-03-01") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Malformed(f"“{text[:20]}”不是时间", "时间形如 2018-03-01 或 2018-03-01T09:30") from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _month(text: str) -> str:
    year, dash, month = text.partition("-")
    parts = (
        year.isascii()
        and year.isdigit()
        and len(year) == 4
        and month.isascii()
        and month.isdigit()
        and len(month) == 2
    )
    if not dash or not parts or not 1 <= int(month) <= 12:
        raise Malformed(f"“{text[:20]}”不是月份", "月份形如 2018-03，月在 01 到 12 之间")
    return text


def _record_named(text: str) -> int | str:
    """An id, or a name."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else text


def _area_named(text: str) -> int | str:
    """An id, or the twelve digits of a code."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Malformed(f"“{text[:20]}”不是区域编号", "请写区域的编号，或 12 位区划代码")
    return text if len(text) == 12 else int(text)


def _within(read: Callable[[str], Any], least: int | None, most: int | None) -> Callable[[str], Any]:
    def bounded(text: str) -> Any:
        value = read(text)
        if (least is not None and value < least) or (most is not None and value > most):
            raise Malformed(f"{text[:20]} 超出范围", f"应在 {least} 到 {most} 之间")
        return value

    return bounded


READERS: dict[str, Callable[[str], Any]] = {
    "text": str, "integer": _integer, "decimal": _decimal, "date": _day, "moment": _moment, "month": _month,
    "boolean": _as_boolean, "record": _record_named, "choice": str,
}  # fmt: skip
