"""What carriers can be narrowed by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F

from economy.parcels.filters import NearFilter, number_filter
from economy.premises.models import CarrierKind, IndustrialCarrier
from portal.site.filters import AreaFilter, ChoiceFilter, YesNoFilter


class CarrierFilter(NearFilter):
    """Carriers by area, kind, room and distance."""

    area = AreaFilter(model=IndustrialCarrier)
    kind = ChoiceFilter(label="类别", choices=CarrierKind.choices)
    free_min = number_filter("空置面积从（平方米）", method="with_room")
    is_public = YesNoFilter(label="公开招商")

    class Meta:
        model = IndustrialCarrier
        fields = ("area", "kind", "free_min", "near", "km", "is_public")

    def with_room(self, rows: Any, name: str, m2: Decimal) -> Any:
        """Those with at least so much floor to be had."""
        return rows.filter(floor_area_total_m2__gte=F("leased_m2") + m2)
