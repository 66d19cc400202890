"""The body of an API request, made from the facts of its action: the same names, cleaning and sentences as the page."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from portal.errors import InvalidInput
from portal.records.facts import API, Asked, Facts


class FactsInput(serializers.Serializer):
    """Facts as a program sends them; `declared` are the facts."""

    declared: Facts

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Judge them together; a refusal names its field as those of one field do."""
        asked: Asked = self.context["asked"]
        try:
            self.declared.check(asked)
        except InvalidInput as refusal:
            found = {fault.get("field") or "non_field_errors": [refusal.message] for fault in refusal.errors}
            raise serializers.ValidationError(found or refusal.message) from refusal
        return attrs


def input_of(declared: Facts, *, name: str, subject: Any = None, partial: bool = False) -> type[FactsInput]:
    """The serializer of `declared`, called `name` in the API's description; with `subject` (a fact) the record the action is about is named first.

    `partial` is for changes: nothing must be sent, and what is not sent stays.
    """
    fields: dict[str, Any] = {}
    for given in ([subject] if subject is not None else []) + list(declared.on(API)):
        optional = partial or not given.is_required
        null = {"allow_null": True} if not given.is_required and given.nothing is None else {}
        fields[given.name] = given.kind.input(given, Asked(None, by_api=True), required=not optional, **null)  # type: ignore[arg-type]  # nobody asks yet
    return type(name, (FactsInput,), {**fields, "declared": declared, "__doc__": "What is sent."})
