"""Who held which post when, for those who may look at posts."""

from portal.accounts.models import Area, Post
from portal.accounts.roles import Role, grant
from portal.exchange.outgoing import Column, Export

grant((Role.SECURITY_ADMIN, Role.AUDITOR), "accounts.export_post")
grant((Role.SYSTEM_ADMIN, Role.AUDITOR), "accounts.export_area")


class PostExport(Export):
    """Posts, past ones included: who answered for what, and from when to when."""

    name = "accounts.posts"
    title = "岗位任职"
    permission = "accounts.export_post"
    model = Post
    filters = {
        "user": ["exact"],
        "role": ["exact", "in"],
        "area": ["exact"],
        "valid_from": ["exact", "gte", "lte"],
        "valid_to": ["exact", "gte", "lte", "isnull"],
    }
    search_fields = ("user__full_name", "user__username")
    columns = (
        Column("number", "序号", "id"),
        Column("username", "用户名", "user__username"),
        Column("full_name", "姓名", "user__full_name"),
        Column("mobile", "手机号", "user__mobile"),
        Column("role", "岗位"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "区域", "area__name"),
        Column("valid_from", "起"),
        Column("valid_to", "止"),
        Column("reason", "授岗依据"),
        Column("granted_by", "授岗人", "granted_by__full_name"),
        Column("created_at", "授岗时间"),
    )


class AreaExport(Export):
    """The area tree with its codes."""

    name = "accounts.areas"
    title = "区划"
    permission = "accounts.export_area"
    model = Area
    filters = {"kind": ["exact", "in"], "code": ["exact", "startswith"], "depth": ["exact"]}
    search_fields = ("name", "code")
    order = ("path",)
    columns = (
        Column("code", "编码", kind="code"),
        Column("name", "名称"),
        Column("kind", "类别"),
        Column("level", "层级", "depth"),
        Column("valid_from", "启用日期"),
        Column("valid_to", "停用日期"),
    )
