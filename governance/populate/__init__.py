"""Realistic records in any number."""

from governance.populate import enterprises

PARTS = {"enterprises": enterprises.populate}
