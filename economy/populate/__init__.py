"""Realistic records in any number."""

from economy.populate import indicators, parcels

PARTS = {
    "reports": indicators.populate,
    "parcels": parcels.populate_parcels,
    "premises": parcels.populate_carriers,
}
