"""What there is to read of the table of regions."""

from __future__ import annotations

from economy.regions.models import SourceRegion
from portal.records.tables import Table


class RegionTable(Table):
    """The regions money may come from, the same for every office."""

    model = SourceRegion
    exported_as = "economy.regions"
    in_back_office = True
    shared = True
    columns = ("code", "name", "full_name", "level", "valid_from", "valid_to")
    on_page = ("code", "full_name", "level", "valid_from", "valid_to")
    filters = {"code": ("exact", "startswith"), "level": ("exact",)}
    narrowed_by = ("level",)
    search_fields = ("code", "full_name")
    order = "code"
