"""Who held which post when, for those who may look at posts."""

from portal.accounts.roles import Role, grant
from portal.accounts.tables import AreaTable, PostTable
from portal.exchange.outgoing import Export

grant((Role.SECURITY_ADMIN, Role.AUDITOR), "accounts.export_post")
grant((Role.SYSTEM_ADMIN, Role.AUDITOR), "accounts.export_area")


class PostExport(Export):
    """Posts, past ones included: who answered for what, and from when to when."""

    name = "accounts.posts"
    permission = "accounts.export_post"
    table = PostTable


class AreaExport(Export):
    """The area tree with its codes."""

    name = "accounts.areas"
    permission = "accounts.export_area"
    table = AreaTable
    order = ("path",)
