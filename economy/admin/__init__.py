"""The back office of this app."""

from economy.admin import indicators as indicators
