"""Write `docs/workflow.md` from the flows in code."""

from portal.management.generated import DocumentCommand
from portal.workflow.document import flow_document


class Command(DocumentCommand):
    """`write_flows [--check]`."""

    help = "由代码生成 docs/workflow.md"
    name = "workflow.md"

    def text(self) -> str:
        """Every life cycle as a diagram and a table."""
        return flow_document()
