"""Indicators and targets from an office's folder of data, whichever room's file names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from economy.indicators.models import Indicator, IndicatorTarget
from portal.accounts.dataset import rows
from portal.accounts.models import Area
from portal.attachments.models import Document

FLAGS = ("is_cumulative", "merges_january", "at_comparable_prices")


def indicators_in(path: Path, office: Area | None = None) -> dict[str, Indicator]:
    """The indicators of a file by their code, entered where they are not there yet; an `area_code` names the office."""
    loaded = {}
    for row in rows(path):
        fields: dict[str, Any] = {**row, **{name: row[name] == "1" for name in FLAGS if name in row}}
        if "aliases" in row:
            fields["aliases"] = [alias for alias in row["aliases"].split("|") if alias]
        code, area = fields.pop("code"), fields.pop("area_code", None)
        area = Area.objects.get(code=area) if area else office
        loaded[code], _ = Indicator.objects.get_or_create(area=area, code=code, defaults=fields)
    return loaded


def targets_in(path: Path, office: Area, documents: dict[str, Document]) -> None:
    """The targets of a file, entered where they are not there yet."""
    for row in rows(path):
        IndicatorTarget.objects.get_or_create(
            indicator=Indicator.objects.get(area=office, code=row["indicator"]),
            area=Area.objects.get(code=row["area_code"]), year=row["year"],
            defaults={"value": row["value"], "unit": row["unit"], "note": row["note"],
                      "document": documents.get(row["document"])},
        )  # fmt: skip
