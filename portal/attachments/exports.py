"""The list of source documents as a file; the documents themselves are fetched one by one."""

from __future__ import annotations

from portal.accounts.roles import Role, grant
from portal.attachments.tables import DocumentTable
from portal.exchange.outgoing import Export

grant((Role.AUDITOR, Role.SECTION_CHIEF, Role.STREET_LEADER), "attachments.export_document")


class DocumentExport(Export):
    """Every document with the hash of its bytes."""

    name = "attachments.documents"
    permission = "attachments.export_document"
    table = DocumentTable
