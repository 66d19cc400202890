"""Exports: declared once per list, and then served to the workbench, the back office and the API alike.

A table says what it is exported as; an app's `exports.py` subclasses `Export` where rows differ.
`request_export` in `jobs` is the one way to run one.
"""

from portal.exchange.outgoing.declare import Export, export_link

__all__ = ["Export", "export_link"]
