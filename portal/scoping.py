"""The one function that says which rows a user may see; every list, search, export and picker asks it.

A post gives a role over an area and everything below it. The widest post wins per permission: a user
with several posts sees the union. Whatever is not clearly allowed is not there (fails closed).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from portal.accounts.models import User

Q = TypeVar("Q", bound=models.QuerySet)


@dataclass(frozen=True)
class Reach:
    """The areas over which one permission is held: `below` with everything under them, `above` their parents."""

    below: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.below)

    def covers(self, record: Any) -> bool:
        """Whether `record` lies in reach; a record without any area is covered by any post."""
        scope = getattr(record, "scope", None)
        if scope is None:
            return bool(self)
        return scope.area_of(record) in (self.below | self.above if scope.seen_from_below else self.below)


@dataclass(frozen=True)
class Scope:
    """How a model is bound to an area: the path to its area id, and whether offices below see it too."""

    path: str = "area_id"
    seen_from_below: bool = False

    def area_of(self, record: models.Model) -> int | None:
        """The area id of one record, following the path (`parcel__area_id`)."""
        value: Any = record
        for name in self.path.split("__"):
            value = getattr(value, name) if value is not None else None
        return value

    def limit(self, queryset: Q, reach: Reach) -> Q:
        """Only the rows of `queryset` in `reach`."""
        areas = reach.below | reach.above if self.seen_from_below else reach.below
        if not areas:
            return queryset.none()
        return queryset.filter(**{f"{self.path}__in": sorted(areas)})


def visible(queryset: Q, user: User, *, permission: str | None = None, on: date | None = None) -> Q:
    """The rows of `queryset` that `user` may see by `permission` (the model's view permission by default).

    `on` asks as of a day: with the posts held then. Anonymous users, users without a post and models that
    declare no scope get nothing.
    """
    model = queryset.model
    scope = getattr(model, "scope", None)
    if scope is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return queryset.none()
    return scope.limit(queryset, user.reach(permission or view_permission(model), on=on))


def seen_by(user: User, model: type[models.Model]) -> models.QuerySet:
    """Every row of `model` that `user` may see, as the model's own `visible_to` says."""
    rows: Any = model._default_manager
    return rows.visible_to(user)


def scope_of(model: Any) -> Scope:
    """How a model that is bound to areas is bound to them."""
    return model.scope


def area_of(record: models.Model) -> Any:
    """The area (its id) to which a record of such a model belongs."""
    return scope_of(type(record)).area_of(record)


def view_permission(model: type[models.Model]) -> str:
    """`<app>.view_<model>`, the permission that makes rows of `model` visible."""
    return f"{model._meta.app_label}.view_{model._meta.model_name}"


class ScopedQuerySet(models.QuerySet):
    """A queryset that can be limited to what a user may see."""

    def visible_to(self, user: User, *, permission: str | None = None, on: date | None = None) -> Self:
        """Only the rows `user` may see; see `visible`."""
        return visible(self, user, permission=permission, on=on)


class Record(models.Model):
    """What every business record carries: when and by whom it was entered and last changed."""

    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="登记人",
    )
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        abstract = True


class ScopedModel(Record):
    """A record that belongs to an area and is seen by the posts over that area or above it."""

    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+", verbose_name="所属区域")

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class OfficeModel(Record):
    """Something an office defines for all below it (an indicator, a template): seen above and below."""

    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+", verbose_name="所属机构")

    scope = Scope(seen_from_below=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
