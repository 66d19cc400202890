"""Source documents in the back office: to look at, never to change."""

from django.contrib import admin

from portal.admin import ReadOnlyAdmin, column
from portal.attachments.models import Document


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """The files figures and decisions came from."""

    list_display = ("title", "document_number", "dated_on", column("area__name", "所属区域"), "created_at")
    search_fields = ("title", "document_number")
    ordering = ("-id",)
