"""The trail as a file, for the audit administrator; who took it is itself an entry."""

from __future__ import annotations

from portal.accounts.roles import Role, grant
from portal.audit.tables import EntryTable, SealTable
from portal.exchange.outgoing import Export

grant(Role.AUDIT_ADMIN, "audit.export_entry")


class EntryExport(Export):
    """Every change and event, as the trail keeps it."""

    name = "audit.entries"
    permission = "audit.export_entry"
    table = EntryTable
    shared = True


class SealExport(Export):
    """The seals with the span each closes."""

    name = "audit.seals"
    permission = "audit.export_entry"
    table = SealTable
    shared = True
