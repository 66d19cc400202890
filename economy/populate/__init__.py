"""Realistic records in any number."""

from economy.populate import indicators

PARTS = {"reports": indicators.populate}
