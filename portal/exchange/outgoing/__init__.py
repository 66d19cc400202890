"""Exports: declared once per list, and then served to the workbench, the back office and the API alike.

An app's `exports.py` subclasses `Export`; `request_export` in `jobs` is the one way to run one.
"""

from portal.exchange.outgoing.declare import Export

__all__ = ["Export"]
