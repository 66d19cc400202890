"""Source documents in the back office: to look at, never to change."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from portal.admin import ReadOnlyAdmin
from portal.attachments.models import Document
from portal.attachments.tables import DocumentTable


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """The files figures and decisions came from."""

    table = DocumentTable
    fields = (
        "area",
        "title",
        "document_number",
        "dated_on",
        "quote",
        "download",
        "size",
        "sha256",
        "created_by",
        "created_at",
    )

    @admin.display(description="文件")
    def download(self, document: Document) -> str:
        """The file behind its guarded address; the storage's own is open to nobody."""
        if not document.file:
            return "—"
        address = reverse("attachments:file", args=[document.pk])
        return format_html('<a href="{}">{}</a>', address, document.given_name)
