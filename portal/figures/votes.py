"""Votes of owners and of party members: quorum and result, exact at the thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from portal.errors import InvalidInput
from portal.figures.exact import Number

QUORUM = Fraction(2, 3)
HALF = Fraction(1, 2)
THREE_QUARTERS = Fraction(3, 4)


class InvalidVote(InvalidInput):
    """Counts that contradict each other."""


@dataclass(frozen=True)
class VoteResult:
    """Whether enough took part, and whether the motion passed (never without a quorum)."""

    quorum: bool
    passed: bool


@dataclass(frozen=True)
class Owners:
    """Owners counted both ways the law asks for: heads, and floor area in m²."""

    heads: int
    area: Number


def owners_vote(total: Owners, present: Owners, in_favour: Owners, *, special: bool = False) -> VoteResult:
    """民法典 art. 278: two thirds of heads and of area take part; more than half of both decide.

    Special matters, items (6)–(8) of the article, need three quarters of both instead.
    """
    for name in ("heads", "area"):
        counts = (
            getattr(in_favour, name),
            getattr(present, name),
            getattr(total, name),
        )
        check_counts(*counts)
    quorum = all(taken >= QUORUM * Fraction(whole) for taken, whole in both(present, total))
    if special:
        enough = all(votes >= THREE_QUARTERS * Fraction(taken) for votes, taken in both(in_favour, present))
    else:
        enough = all(votes > HALF * Fraction(taken) for votes, taken in both(in_favour, present))
    return VoteResult(quorum, quorum and enough)


def both(part: Owners, whole: Owners) -> list[tuple[Number, Number]]:
    """Heads beside heads, area beside area."""
    return [(part.heads, whole.heads), (part.area, whole.area)]


def party_vote(*, entitled: int, present: int, full_members: int, in_favour: int) -> VoteResult:
    """Members' meeting: more than half of those entitled are present; more than half of the full members
    who should attend are in favour, whoever stayed away."""
    check_counts(in_favour, present, entitled)
    if full_members < 1:
        raise InvalidVote("应到会的正式党员数应大于零。")
    quorum = 2 * present > entitled
    return VoteResult(quorum, quorum and 2 * in_favour > full_members)


def check_counts(in_favour: Number, present: Number, total: Number) -> None:
    """Refuse counts that are negative, empty or out of order."""
    if total <= 0:
        raise InvalidVote("总数应大于零。")
    if not 0 <= in_favour <= present <= total:
        raise InvalidVote("赞成数不能大于参加数，参加数不能大于总数，且都不能为负数。")
