"""What every kind of entered value does: reads what was written, refuses it in a sentence, shows it again.

A kind reads what was written (text from a page, text or JSON from a program) into a value, or refuses it in a
sentence; and shows a value as a form shows it again. Empty is never read: the fact says what nothing means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from rest_framework import serializers

from portal.errors import InvalidInput
from portal.text import clean_within

if TYPE_CHECKING:
    from portal.records.facts import Asked, Given


EMPTY: tuple[Any, ...] = (None, "", [], {})


class Kind:
    """Base of all kinds. `json` is what a program may write, in the words of JSON schema."""

    json: ClassVar[Mapping[str, Any]] = {"type": "string"}

    # What it means

    @property
    def keeps_lines(self) -> bool:
        """Whether a text may have several lines."""
        return False

    def tidy(self, raw: Any) -> Any:
        """What was written, without what nobody sees: the door of what programs send."""
        seen = clean_within(raw, lines=self.keeps_lines)
        return clean(seen) if isinstance(seen, str) else seen

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """The value of what was written, which is not nothing; refuses in words."""
        raise NotImplementedError

    def settle(self, value: Any, given: Given, asked: Asked) -> Any:
        """What the action is given, worked out in its own transaction."""
        return value

    def of(self, record: models.Model, given: Given) -> Any:
        """The value a record has."""
        return getattr(record, given.name)

    def spread(self, value: Any, given: Given) -> dict[str, Any]:
        """The value as the action's arguments."""
        return {given.name: value}

    # On a page

    def fields(self, given: Given, asked: Asked) -> dict[str, forms.Field]:
        """The form fields it is written in, by name; refusals stand beside the first."""
        return {given.name: FactField(given, asked, widget=self.widget(given, asked))}

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """What a page writes it in."""
        return forms.TextInput({"maxlength": given.most} if given.most else None)

    def gather(self, parts: dict[str, Any], given: Given, asked: Asked) -> Any:
        """The value, from the values of its form fields."""
        return parts[given.name]

    def shown(self, value: Any, given: Given) -> dict[str, Any]:
        """What the form fields show for a value."""
        return {given.name: self.text(value)}

    def text(self, value: Any) -> Any:
        """A value as it is written."""
        return "" if value is None else str(value)

    def mark(self, value: Any, given: Given) -> Any:
        """What tells one value from another, also where both look the same."""
        return self.shown(value, given)

    def example(self, given: Given, asked: Asked) -> dict[str, Any] | None:
        """Something that may be written in its form fields; None when it must be told."""
        return None

    # By API

    def input(self, given: Given, asked: Asked, **options: Any) -> serializers.Field:
        """The field of the body."""
        return FactInput(given, **options)

    def schema(self, given: Given) -> dict[str, Any]:
        """What may be written, for the API's description."""
        return dict(self.json)


class FactField(forms.Field):
    """A form field that reads as the fact says."""

    def __init__(self, given: Given, asked: Asked, **options: Any) -> None:
        self.given, self.asked = given, asked
        super().__init__(required=given.is_required, label=given.words, help_text=given.help or "", **options)

    def clean(self, value: Any) -> Any:
        """The value; refused in the fact's sentence."""
        try:
            return self.given.value(value, self.asked)
        except InvalidInput as refusal:
            if self._stands(value):
                return self.given.of(self.asked.about)
            raise forms.ValidationError(refusal.message) from refusal

    def _stands(self, value: Any) -> bool:
        """Whether a record that is changed holds just this: what was taken once is no reason to refuse the rest."""
        if not self.asked.changing or value in EMPTY:
            return False
        shown = self.given.kind.shown(self.given.of(self.asked.about), self.given)
        return str(shown.get(self.given.name, "")) == str(value)


class FactInput(serializers.Field):
    """A field of the API's body that reads as the fact says."""

    def __init__(self, given: Given, **options: Any) -> None:
        self.given, self.options = given, options
        super().__init__(help_text=given.words, **options)
        self._spectacular_annotation = {"field": given.kind.schema(given)}

    def __deepcopy__(self, memo: dict[int, Any]) -> FactInput:
        return type(self)(self.given, **self.options)

    def to_internal_value(self, data: Any) -> Any:
        """The value; refused in the fact's sentence."""
        try:
            return self.given.value(data, self.context["asked"])
        except InvalidInput as refusal:
            raise serializers.ValidationError(refusal.message) from refusal

    def to_representation(self, value: Any) -> Any:
        """Only read, never written."""
        return value


def clean(text: str) -> str:
    """A text as it is kept; refuses NUL, which no keyboard writes."""
    if "\0" in text:
        raise InvalidInput("不能含有空字符（NUL），请删去后再试。")
    return text.strip()
