"""Questions asked back before something unlikely is saved: answered by confirming, never refused."""

from __future__ import annotations

from portal.errors import InvalidInput

CURE = "请核对单位和小数点；确实如此的，请勾选“数字无误”后再保存"


class Questioned(InvalidInput):
    """Something looks wrong; the same request is taken once every question is answered.

    Each of `errors` is one question; those with a `code` are answered apart (`confirmed` then holds the codes).
    """

    @classmethod
    def together(cls, questions: list[str], cure: str = CURE) -> Questioned:
        """What looks like a slip, answered together by `confirmed`."""
        errors = [{"field": "confirmed", "message": question, "cure": cure} for question in questions]
        return cls(f"{questions[0]}。{cure}。", errors)


def ask(questions: list[str], *, confirmed: bool, cure: str = CURE) -> None:
    """Raise the questions unless they were answered."""
    if questions and not confirmed:
        raise Questioned.together(questions, cure)
