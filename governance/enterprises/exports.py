"""The register as a file; names and numbers of persons go out masked."""

from __future__ import annotations

from governance.enterprises.tables import EnterpriseTable
from portal.exchange.outgoing import Export


class EnterpriseExport(Export):
    """Every enterprise with what the register keeps of it."""

    name = "governance.enterprises"
    permission = "governance.export_enterprise"
    table = EnterpriseTable
