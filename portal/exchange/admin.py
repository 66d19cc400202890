"""Who exported and imported what, to look at."""

from __future__ import annotations

from django.contrib import admin

from portal.admin import ReadOnlyAdmin
from portal.exchange.intake.admin import HeaderAliasAdmin, ImportJobAdmin
from portal.exchange.models import ExportJob
from portal.exchange.tables import ExportJobTable

__all__ = ["ExportJobAdmin", "HeaderAliasAdmin", "ImportJobAdmin"]


@admin.register(ExportJob)
class ExportJobAdmin(ReadOnlyAdmin):
    """Exports, the newest first; files are fetched on the workbench by whoever asked for them."""

    table = ExportJobTable
    fields = ("uuid", "title", "format", "encoding", "filters", "reason", "unmasked", "by", "state", "progress", "rows",
              "manifest", "error", "created_at", "started_at", "finished_at", "expires_at")  # fmt: skip
