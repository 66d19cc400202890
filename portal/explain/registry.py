"""The questions the portal can explain: each a function with named, described inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.errors import InvalidInput


class UnknownKind(InvalidInput):
    """A question the portal has no answer for."""


class MissingInput(InvalidInput):
    """A needed input was not given."""


@dataclass(frozen=True)
class Explanation:
    """An answer, ready for JSON (decimals as strings), and how it was reached, step by step in Chinese."""

    result: dict[str, Any]
    steps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Parameter:
    """One input: what it is called in Chinese, how it is read, whether it may be left out or be null."""

    label: str
    read: Callable[[Any], Any]
    required: bool = True
    nullable: bool = False

    def take(self, name: str, params: Mapping[str, Any]) -> Any:
        """The value of this input; refuses a missing one, and names the input in every refusal."""
        value = params.get(name)
        if value is None:
            if self.required and not (self.nullable and name in params):
                raise MissingInput(
                    f"缺少“{self.label}”（{name}）。", [{"field": name, "message": "缺少此项。"}]
                )
            return None
        try:
            return self.read(value)
        except InvalidInput as refusal:
            message = f"“{self.label}”（{name}）：{refusal.message}"
            raise type(refusal)(message, [{"field": name, "message": refusal.message}]) from None


@dataclass(frozen=True)
class Kind:
    """A question: its name on the wire, its title, its inputs and the function that answers."""

    name: str
    title: str
    parameters: dict[str, Parameter]
    answer: Callable[..., Explanation]


KINDS: dict[str, Kind] = {}


def kind(name: str, title: str, /, **parameters: Parameter) -> Callable[[Callable[..., Explanation]], Any]:
    """Register a function as the answer to `name`; it is called with its inputs read, by name."""

    def register(function: Callable[..., Explanation]) -> Callable[..., Explanation]:
        KINDS[name] = Kind(name, title, parameters, function)
        return function

    return register


def explain(name: str, params: Mapping[str, Any]) -> Explanation:
    """Answer the question `name`; unknown inputs are ignored, bad ones refused with a sentence.

    Numbers may be Decimal, int or text, dates `date` or ISO text; floats are refused, they are not exact.
    """
    asked = KINDS.get(name)
    if asked is None:
        raise UnknownKind(f"没有“{name[:40]}”这种计算，可用的有：{'、'.join(KINDS)}。")
    values = {key: parameter.take(key, params) for key, parameter in asked.parameters.items()}
    return asked.answer(**values)
