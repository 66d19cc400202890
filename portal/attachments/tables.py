"""What there is to read of source documents."""

from __future__ import annotations

from portal.attachments.models import Document
from portal.records.columns import Col
from portal.records.tables import Table


class DocumentTable(Table):
    """All documents figures and decisions came from."""

    model = Document
    columns = (
        "title",
        "document_number",
        Col("dated_on", sort=True),
        "area",
        "created_by",
        "created_at",
        "size",
        "sha256",
        "quote",
    )
    on_page = ("title", "document_number", "dated_on", "area", "created_at")
    on_api = ("title", "document_number", "dated_on", "area", "created_at", "size", "sha256")
    filters = {
        "area": (),
        "document_number": ("exact", "icontains"),
        "dated_on": ("exact", "gte", "lte"),
        "sha256": ("exact",),
    }
    narrowed_by = ("area", "document_number__icontains", "dated_on__gte", "dated_on__lte")
    search_label = "搜标题、文号、摘录"
    listed_at, opens_at = "attachments:documents", "attachments:document"
