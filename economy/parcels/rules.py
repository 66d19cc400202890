"""Who may see parcels, keep them, decide about them and put them on the public map."""

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
