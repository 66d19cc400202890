"""What there is to read of the steps that records took."""

from __future__ import annotations

from portal.records.tables import Table
from portal.workflow.models import Move


class MoveTable(Table):
    """Who moved which record from where to where, when, and why."""

    model = Move
    columns = ("model", "object_id", "area", "step", "verb", "source", "target", "by", "at", "on", "note")
    filters = {
        "area": (), "model": ("exact",), "object_id": ("exact",), "step": ("exact",), "at": ("gte", "lte"), "by": ("exact",),
    }  # fmt: skip
    narrowed_by = ("area", "at__gte", "at__lte")
