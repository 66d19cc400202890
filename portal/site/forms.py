"""Forms of pages: a refusal stands where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.errors import InvalidInput


def beside_fields(form: Any, refusal: InvalidInput, called: Mapping[str, str] | None = None) -> None:
    """The refusal of an action where it belongs: beside the field it names, else on top.

    `called` gives the form's name of a field that the action calls otherwise.
    """
    placed = False
    for error in refusal.errors:
        name = (called or {}).get(error.get("field", ""), error.get("field"))
        if name in form.fields:
            text = "，".join(part for part in (error["message"], error.get("cure")) if part)
            form.add_error(name, f"{text}。")
            placed = True
    if not placed:
        form.add_error(None, refusal.message)
