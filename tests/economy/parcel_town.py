"""A district with an outline, a land use, and the way a parcel is registered in one line."""

from datetime import date
from decimal import Decimal

import pytest
import shapely

from economy.parcels.actions import ParcelDraft, save_parcel
from economy.parcels.models import LandParcel, LandUseCode
from portal.geometry import Boundary, CoordinateSystem

TOMORROW = date(2099, 1, 1)


@pytest.fixture
def industrial(db) -> LandUseCode:
    return LandUseCode.objects.create(code="1001", name="工业用地")


@pytest.fixture
def framed(district):
    """The district has an outline of about 9 km by 13 km."""
    district.boundary = shapely.geometry.mapping(shapely.box(113.22, 34.72, 113.32, 34.84))
    district.save(update_fields=["boundary"])
    return district


def square(lon=113.28, lat=34.80, width=0.002, height=0.002, system="wgs84") -> Boundary:
    return Boundary(shapely.box(lon, lat, lon + width, lat + height), CoordinateSystem(system))


def draft(area, industrial, responsible, boundary=None, confirmed=(), **facts) -> ParcelDraft:
    defaults = {
        "name": "样例一号地", "land_use": industrial, "area_value": Decimal("60.9"), "area_unit": "亩",
        "responsible": responsible, "review_by": TOMORROW, "secrecy": "public",
    }  # fmt: skip
    return ParcelDraft(area=area, facts={**defaults, **facts}, boundary=boundary, confirmed=confirmed)


@pytest.fixture
def make(street, industrial, economy_clerk):
    """Save a parcel in one line."""

    def saved(boundary=None, parcel=None, by=None, area=None, responsible=None, **given) -> LandParcel:
        wanted = draft(area or street, industrial, responsible or economy_clerk, boundary, **given)
        return save_parcel(wanted, by=by or economy_clerk, parcel=parcel)

    return saved
