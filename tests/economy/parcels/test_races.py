# ruff: noqa: F811 (fixtures are named where they are used)
"""Parcels raced: what was taken off the public side is not public again."""

from __future__ import annotations

import pytest

from economy.parcels.actions import (
    ParcelDraft,
    change_parcel,
    hide_parcel,
    publish_parcel,
    review_parcel,
    save_parcel,
)
from portal.accounts.models import Area
from tests.economy.parcel_town import framed, industrial, make, square  # noqa: F401
from tests.races import Races


def saved(parcel, by, **facts):
    return save_parcel(
        ParcelDraft(area=Area.objects.get(kind="street"), facts=facts, confirmed=("area",)),
        by=by,
        parcel=parcel,
    )


class TestParcel(Races):
    model = "economy.LandParcel"
    acts = {
        "save_parcel": lambda parcel, by: saved(parcel, by, name="改名地块"),
        "save_parcel internal": lambda parcel, by: saved(parcel, by, secrecy="internal"),
        "save_parcel boundary": lambda parcel, by: save_parcel(
            ParcelDraft(area=Area.objects.get(kind="street"), boundary=square(lon=113.281), confirmed=("area", "system")), by=by, parcel=parcel
        ),
        "change_parcel": lambda parcel, by: change_parcel(parcel, {"note": "改过"}, by=by, confirmed=("area",)),
        "change_parcel area": lambda parcel, by: change_parcel(
            parcel, {}, by=by, area=Area.objects.get(kind="community"), confirmed=("area",)
        ),
        "publish_parcel": lambda parcel, by: publish_parcel(parcel, by=by),
        "hide_parcel": lambda parcel, by: hide_parcel(parcel, by=by),
        "review_parcel": lambda parcel, by: review_parcel(parcel, by=by),
    }  # fmt: skip

    @pytest.fixture
    def record(self, make, framed, community):
        """A parcel on offer."""
        parcel = make(square(), confirmed=("area", "system"))
        parcel.state = "net_land"
        parcel.save(update_fields=["state"])
        return parcel
