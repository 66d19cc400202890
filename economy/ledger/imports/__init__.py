"""Ledgers that are read from sheets."""

from economy.ledger.imports import projects as projects
from economy.ledger.imports import statements as statements
