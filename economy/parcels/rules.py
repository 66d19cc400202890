"""Who may see parcels, keep them, decide about them and put them on the public map."""

from economy.parcels.models import ON_OFFER, LandParcel, ParcelState
from economy.roles import DECIDERS, KEEPERS, READERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_landparcel",
    "economy.view_landusecode",
    "economy.export_landparcel",
)
grant(
    KEEPERS,
    "economy.save_parcel",
    "economy.reserve_parcel",
    "economy.clear_parcel",
    "economy.start_parcel",
    "economy.complete_parcel",
    "economy.mark_inefficient_parcel",
    "economy.improve_parcel",
)
grant(
    DECIDERS,
    "economy.supply_parcel",
    "economy.mark_idle_parcel",
    "economy.take_back_parcel",
    "economy.void_parcel",
    "economy.publish_parcel",
)


def is_standing(parcel: LandParcel) -> bool:
    """Whether it was not entered by mistake, so that it is kept up to date."""
    return parcel.state != ParcelState.VOIDED


def is_due_for_review(parcel: LandParcel) -> bool:
    """Whether it should have been looked at again by now."""
    return is_standing(parcel) and parcel.is_stale()


def is_publishable(parcel: LandParcel) -> bool:
    """Whether it can be put on the public map."""
    return not parcel.is_public and parcel.state in ON_OFFER
