"""What parcels and carriers can be narrowed by: on the list, the map, the API and in exports alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.utils import timezone

from economy.parcels.models import LandParcel, ParcelState
from economy.places.models import PointOfInterest
from economy.places.queries import published_places
from portal.figures.exact import half_up
from portal.site.filters import AreaFilter, ChoiceFilter, OfferedFilter, YesNoFilter

M2_PER_MU = Decimal(2000) / 3
NEAREST = "distance_km"


def places_of(request: Any) -> models.QuerySet:
    """The places whose neighbourhood the user may ask for; on public pages the published ones of their office."""
    side = getattr(request, "side", None)
    if side is not None:
        return published_places(side)
    return PointOfInterest.objects.visible_to(getattr(request, "user", AnonymousUser()))


class Offered(NamedTuple):
    """A land use or a place to choose; places know where they are."""

    kind: str
    pk: int
    label: str
    lon: float | None
    lat: float | None


# One statement for both, put together by hand: a union written with the ORM took four times as long as it runs.
OFFERED = """
    SELECT 'use', id, code || ' ' || name, NULL::float, NULL::float FROM economy_landusecode
    UNION ALL SELECT 'place', place.* FROM ({places}) AS place
"""


def offered_by(filterset: Any) -> list[Offered]:
    """The land uses and places of one form, read together: one query, remembered by the form."""
    if not hasattr(filterset, "_offered"):
        places = places_of(filterset.request).order_by().values_list("pk", "name", "lon", "lat")
        try:
            sql, params = places.query.sql_with_params()
        except EmptyResultSet:  # nothing to see for this user
            sql, params = "SELECT NULL::bigint, '', NULL::float, NULL::float WHERE false", ()
        with connection.cursor() as cursor:
            cursor.execute(OFFERED.format(places=sql), params)
            found = [Offered(*row) for row in cursor.fetchall()]
        filterset._offered = sorted(found, key=lambda one: (one.kind, one.label))
    return filterset._offered


class LandFilter(OfferedFilter):
    """A land use or a place, by the `kind` of what `offered_by` reads, or all."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def offered(self, request: Any) -> list[tuple[str, str]]:
        """The choices of the kind; none before the filter belongs to a form."""
        found = offered_by(self.parent) if hasattr(self, "parent") else []
        return [(str(one.pk), one.label) for one in found if one.kind == self.kind]


def number_filter(label: str, **options: Any) -> django_filters.NumberFilter:
    """A filter by a number from 0."""
    widget = forms.NumberInput({"inputmode": "decimal", "min": 0, "step": "any"})
    return django_filters.NumberFilter(label=label, min_value=0, max_value=10**9, widget=widget, **options)


class NearFilter(django_filters.FilterSet):
    """By distance to a place; every row then carries `distance_km`."""

    near = LandFilter(kind="place", label="离哪里近", empty_label="不限", method="by_place")
    km = number_filter("不超过（公里）", method="with_place")

    def by_place(self, rows: Any, name: str, value: str) -> Any:
        """Measured from the place, and cut off at the distance when one is given."""
        place = next(one for one in offered_by(self) if one.kind == "place" and str(one.pk) == value)
        km = self.form.cleaned_data.get("km")
        if km is None:
            return rows.filter(lat__isnull=False).with_distance(place.lon, place.lat)
        return rows.near(place.lon, place.lat, float(km))

    def with_place(self, rows: Any, name: str, km: Decimal) -> Any:
        """Nothing by itself: a distance without a place says nothing."""
        return rows


class ParcelFilter(NearFilter):
    """Parcels by area, state, use, size, distance, and what has to be done about them."""

    area = AreaFilter(model=LandParcel)
    state = ChoiceFilter(label="状态", choices=ParcelState.choices)
    land_use = LandFilter(kind="use", label="用地性质")
    mu_min = number_filter("面积从（亩）", method="at_least")
    mu_max = number_filter("面积到（亩）", method="at_most")
    tax_year = django_filters.NumberFilter(
        label="税收年度", min_value=1990, max_value=2100, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    stale = YesNoFilter(label="超过复核期限", method="overdue_for_review")
    idle = YesNoFilter(label="按日期已闲置", method="idle_by_date")
    is_public = YesNoFilter(label="公开招商")

    class Meta:
        model = LandParcel
        fields = (
            "area",
            "state",
            "land_use",
            "mu_min",
            "mu_max",
            "near",
            "km",
            "tax_year",
            "stale",
            "is_public",
        )

    def at_least(self, rows: Any, name: str, mu: Decimal) -> Any:
        """No smaller than so many 亩."""
        return rows.filter(area_m2__gte=half_up(mu * M2_PER_MU, 4))

    def at_most(self, rows: Any, name: str, mu: Decimal) -> Any:
        """No larger than so many 亩."""
        return rows.filter(area_m2__lte=half_up(mu * M2_PER_MU, 4))

    def idle_by_date(self, rows: Any, name: str, value: str) -> Any:
        """Those that count as idle today, declared or not; or all others."""
        today = timezone.localdate()
        return rows.idle(today) if value == "true" else rows.exclude(pk__in=rows.idle(today).values("pk"))

    def overdue_for_review(self, rows: Any, name: str, value: str) -> Any:
        """Those whose review-by date has passed, or has not."""
        stale = rows.stale(timezone.localdate())
        return stale if value == "true" else rows.filter(review_by__gte=timezone.localdate())


class PublicParcelFilter(NearFilter):
    """What the public may narrow the published parcels by."""

    land_use = LandFilter(kind="use", label="用地性质")
    mu_min = number_filter("面积从（亩）", method="at_least")
    mu_max = number_filter("面积到（亩）", method="at_most")

    class Meta:
        model = LandParcel
        fields = ("land_use", "mu_min", "mu_max", "near", "km")

    at_least = ParcelFilter.at_least
    at_most = ParcelFilter.at_most
