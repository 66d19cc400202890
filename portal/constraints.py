"""Rules that must never be false, with the sentence that tells they were broken."""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Q, UniqueConstraint


def once(fields: tuple[str, ...], *, name: str, told: str, where: Q | None = None) -> UniqueConstraint:
    """These fields together stand once (among the rows of `where`)."""
    return UniqueConstraint(fields=fields, condition=where, name=name, violation_error_message=told)


def holds(condition: Q, *, name: str, told: str) -> CheckConstraint:
    """The condition is true of every row."""
    return CheckConstraint(condition=condition, name=name, violation_error_message=told)


def if_given(field: str, *, name: str, told: str, **lookups: object) -> CheckConstraint:
    """`field` is null, or answers to all lookups (`gte=0`)."""
    asked = {f"{field}__{lookup}": value for lookup, value in lookups.items()}
    return holds(Q(**{f"{field}__isnull": True}) | Q(**asked), name=name, told=told)


def years_plausible(name: str) -> CheckConstraint:
    """`year` has four digits and is of our time."""
    return holds(Q(year__range=(1990, 2100)), name=name, told="年度应为四位数字。")


def validity_ordered(name: str) -> CheckConstraint:
    """`valid_to` is not before `valid_from`."""
    ordered = Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from"))
    return holds(ordered, name=name, told="停用日期不能早于启用日期。")
