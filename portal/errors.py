"""Refusals: what the portal says when it will not do something, in a sentence a clerk can act on."""

from __future__ import annotations

from typing import Any, Self


class Refusal(Exception):
    """Base of every refusal. `message` is one Chinese sentence; `errors` lists field, row and cure.

    Each item of `errors` is a dict with any of: field, row, column, value, message, cure.
    Views, the API and `explain` turn refusals into answers; nobody else catches them.
    """

    status = 400

    def __init__(self, message: str, errors: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.errors = errors or []

    @property
    def code(self) -> str:
        """The class name, which is also what outside programs see."""
        return type(self).__name__


class InvalidInput(Refusal):
    """The request itself is wrong."""

    @classmethod
    def at(cls, field: str, message: str, cure: str, sentence: str = "") -> Self:
        """The refusal of one field: what is wrong with it, what to do; both make the sentence, unless one is given."""
        error = {"field": field, "message": message, "cure": cure}
        return cls(sentence or f"{message}，{cure}。", [error])


class NotPermitted(Refusal):
    """The record is visible to this user, the act is not permitted."""

    status = 403


class NotVisible(Refusal):
    """The record does not exist for this user."""

    status = 404


class WrongState(Refusal):
    """Permitted, but the record is in the wrong state."""

    status = 409


class ChangedMeanwhile(Refusal):
    """Somebody else changed the record since this user opened it."""

    status = 412
