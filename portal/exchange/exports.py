"""What was exported and imported, as files for those who may look."""

from __future__ import annotations

from portal.accounts.roles import Role, grant
from portal.exchange.outgoing import Export
from portal.exchange.tables import ExportJobTable, HeaderAliasTable, ImportJobTable

grant(Role.AUDITOR, "exchange.export_exportjob", "exchange.export_importjob")


class ExportJobExport(Export):
    """Who exported what, and why."""

    name = "exchange.exports"
    permission = "exchange.export_exportjob"
    table = ExportJobTable


class ImportJobExport(Export):
    """Who imported what."""

    name = "exchange.imports"
    permission = "exchange.export_importjob"
    table = ImportJobTable


class HeaderAliasExport(Export):
    """The further headers of the offices' forms."""

    name = "exchange.header_aliases"
    permission = "exchange.export_importjob"
    table = HeaderAliasTable
