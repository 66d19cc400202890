"""What a project's page shows of the land it stands on."""

from __future__ import annotations

from economy.parcels.tables import ParcelTable
from portal.site.sections import Section, on_page_of

on_page_of(
    "economy.Project",
    Section(
        ParcelTable, "project", title="用地", columns=("name", "state", "land_use", "area_mu"), ordering="name", order=25,
        narrow=lambda rows: rows.standing(),
    ),
)  # fmt: skip
