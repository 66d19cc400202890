"""What there is to read of exports, imports and the further headers of an office's forms."""

from __future__ import annotations

from portal.exchange.intake.models import HeaderAlias, ImportJob
from portal.exchange.models import ExportJob
from portal.records.tables import Table


class ExportJobTable(Table):
    """Who exported what, why, and what came of it."""

    model = ExportJob
    columns = ("uuid", "title", "format", "by", "reason", "state", "rows", "unmasked", "created_at", "finished_at", "expires_at",
               "error")  # fmt: skip
    on_page = ("title", "format", "by", "reason", "state", "rows", "unmasked", "created_at", "expires_at")
    filters = {
        "state": ("exact", "in"),
        "format": ("exact",),
        "unmasked": ("exact",),
        "created_at": ("gte", "lte"),
    }
    narrowed_by = ("state", "format", "unmasked")
    search_fields = ("title", "reason", "by__full_name")


class ImportJobTable(Table):
    """Who imported what, and what came of it."""

    model = ImportJob
    columns = ("title", "original_name", "sha256", "size", "area", "created_by", "state", "problem_count",
               "question_count", "written", "created_at", "confirmed_by", "confirmed_at", "error")  # fmt: skip
    on_page = (
        "title",
        "original_name",
        "area",
        "created_by",
        "state",
        "problem_count",
        "written",
        "created_at",
        "confirmed_at",
    )
    filters = {"area": (), "state": ("exact", "in"), "created_at": ("gte", "lte")}
    narrowed_by = ("area", "state")
    search_fields = ("title", "original_name", "sha256")


class HeaderAliasTable(Table):
    """The further headers an office's forms use."""

    model = HeaderAlias
    columns = ("text", "import_name", "field", "area", "note")
    filters = {"area": (), "import_name": ("exact",)}
    narrowed_by = ("area",)
    search_fields = ("text", "field")
