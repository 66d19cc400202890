"""Who may see projects, register and move them, and who decides about going back."""

from economy.projects.models import FUNNEL, Project, ProjectStage, ReversalState
from economy.roles import DECIDERS, KEEPERS, READERS, REPORTERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_project",
    "economy.view_projectmilestone",
    "economy.view_stagereversal",
    "economy.export_project",
)
grant(
    REPORTERS,
    "economy.add_project",
    "economy.change_project",
    "economy.advance_project",
    "economy.suspend_project",
    "economy.resume_project",
    "economy.propose_reversal",
)
grant(
    KEEPERS,
    "economy.terminate_project",
)
grant(
    DECIDERS,
    "economy.confirm_reversal",
    "economy.void_project",
)


def stands(project: Project) -> bool:
    """Whether a project is more than a slip of the pen."""
    return project.stage != ProjectStage.VOIDED


def is_advanceable(project: Project) -> bool:
    """Whether there is a stage ahead."""
    return project.stage in FUNNEL and project.stage != FUNNEL[-1]


def is_suspended(project: Project) -> bool:
    """Whether it waits to be taken up again."""
    return project.stage == ProjectStage.SUSPENDED


def is_reversible(project: Project) -> bool:
    """Whether there is a stage behind, and nobody has proposed to go back yet."""
    behind = (
        project.stage in FUNNEL and project.stage != FUNNEL[0]
    ) or project.stage == ProjectStage.TERMINATED
    return behind and not project.reversals.filter(state=ReversalState.PROPOSED).exists()
