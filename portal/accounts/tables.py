"""What there is to read of areas and posts."""

from __future__ import annotations

from portal.accounts.models import Area, Post
from portal.records.columns import Col
from portal.records.tables import Table


class AreaTable(Table):
    """The area tree, as far as posts reach, and the areas above them."""

    model = Area
    columns = (
        "code",
        "name",
        "kind",
        Col("depth", "层级", because="树的深度对人就是层级"),
        "valid_from",
        "valid_to",
    )
    details = ("boundary",)
    filters = {"kind": ("exact", "in"), "code": ("exact", "startswith"), "depth": ("exact",)}
    narrowed_by = ("kind",)
    orders = {"code": "", "path": ""}
    order = "path"
    search_fields = ("name", "code")


class PostTable(Table):
    """Who holds which role over which area, past posts included."""

    model = Post
    columns = (Col("user__username", "用户名", because="账号的登录名"), "user", Col("user__mobile", "手机号", because="账号的手机号"), "role", "area__code", "area",
               "valid_from", "valid_to", "reason", "granted_by", "created_at")  # fmt: skip
    on_page = ("user", "role", "area", "valid_from", "valid_to", "granted_by")
    on_api = ("user", "role", "area", "valid_from", "valid_to", "reason")
    filters = {
        "area": (), "user": ("exact",), "role": ("exact", "in"), "valid_from": ("exact", "gte", "lte"),
        "valid_to": ("exact", "gte", "lte", "isnull"),
    }  # fmt: skip
    narrowed_by = ("area", "role", "valid_to__isnull")
    orders = {"valid_from": ""}
    search_fields = ("user__full_name", "user__username")
