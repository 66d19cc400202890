"""Write `docs/permissions.md` from the roles in code."""

from portal.accounts.descriptions import permission_document
from portal.management.generated import DocumentCommand


class Command(DocumentCommand):
    """`write_permissions [--check]`."""

    help = "由代码生成 docs/permissions.md"
    name = "permissions.md"

    def text(self) -> str:
        """Roles, and which role may do what."""
        return permission_document()
