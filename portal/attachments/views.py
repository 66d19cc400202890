"""Source documents: the list, one document, and its file as it arrived."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.attachments.models import Document
from portal.attachments.tables import DocumentTable
from portal.site.lists import RecordList
from portal.site.records import Fact, RecordPage, visible_record


class DocumentList(RecordList):
    """All documents figures and decisions came from."""

    table = DocumentTable
    export = "attachments.documents"
    empty = "还没有来源文件。上传表格或填报数据时附上的文件会出现在这里。"


class DocumentPage(RecordPage):
    """One document: where it comes from, the words quoted from it, and the file."""

    table = DocumentTable
    related = ("area", "created_by")
    facts = (
        "document_number", "dated_on", "created_by", "created_at",
        Fact("原文摘录", "quote", wide=True),
        Fact(
            "文件", "given_name", wide=True,
            url=lambda document: reverse("attachments:file", args=[document.pk]),
        ),
        Fact("内容摘要（SHA-256）", "sha256", wide=True),
    )  # fmt: skip


@require_safe
def document_file(request: HttpRequest, pk: int) -> Any:
    """The file as it arrived, always as a download: nothing that was uploaded runs in the page."""
    document = visible_record(Document, pk, request.user)
    if not document.file:
        raise Http404
    return FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.given_name,
    )
