"""The steps of records as a file, for auditors and those who lead."""

from __future__ import annotations

from portal.accounts.roles import Role, grant
from portal.exchange.outgoing import Export
from portal.workflow.tables import MoveTable

grant((Role.AUDITOR, Role.STREET_LEADER, Role.SECTION_CHIEF), "workflow.view_move", "workflow.export_move")


class MoveExport(Export):
    """Every step that was taken."""

    name = "workflow.moves"
    permission = "workflow.export_move"
    table = MoveTable
