"""Form fields that read what people write: amounts in 万元, lists of words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from portal.errors import InvalidInput
from portal.figures.exact import plain
from portal.figures.number import parse_number
from portal.figures.quantity import Qualifier, Unit, parse_quantity

LARGEST_WAN = Decimal(10) ** 12


class WanField(forms.CharField):
    """An amount of money in 万元; 500万元, 0.05亿元 and 5000000元 are understood, 约 and 以上 are refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=40, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return plain(value.normalize() if value else Decimal(0)) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """The amount in 万元; None for —, / and nothing."""
        text = super().clean(value)
        try:
            return wan(text)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error


def wan(text: str) -> Decimal | None:
    """What people write as an amount, in 万元; None when it says there is none."""
    if not any(char.isdigit() for char in text):
        return parse_number(text)
    quantity = parse_quantity(text, unit=Unit.WAN_YUAN)
    if quantity.qualifier != Qualifier.EXACT:
        raise InvalidInput("请填确切的数字，去掉“约”“以上”等字。")
    value = quantity.to(Unit.WAN_YUAN).value
    if abs(value) >= LARGEST_WAN:
        raise InvalidInput("数字太大，请核对单位。")
    if round(value, 6) != value:
        raise InvalidInput("最多精确到 0.01 元。")
    return value


class WordsField(forms.CharField):
    """Several names in one line, set apart by 、 or commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=300, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The names in their order, each once."""
        text = super().clean(value)
        for separator in "，,；;":
            text = text.replace(separator, "、")
        return list(dict.fromkeys(word.strip() for word in text.split("、") if word.strip()))
