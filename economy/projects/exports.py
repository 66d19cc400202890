"""Projects, their stages and proposals to go back as files, for clerks and auditors alike."""

from __future__ import annotations

from economy.projects.tables import MilestoneTable, ProjectTable, ReversalTable
from portal.exchange.outgoing import Export


class ProjectExport(Export):
    """Every project with its money."""

    name = "economy.projects"
    permission = "economy.export_project"
    table = ProjectTable


class MilestoneExport(Export):
    """When projects came to their stages."""

    name = "economy.project_milestones"
    permission = "economy.export_project"
    table = MilestoneTable


class ReversalExport(Export):
    """Proposals to set a project back."""

    name = "economy.stage_reversals"
    permission = "economy.export_project"
    table = ReversalTable
