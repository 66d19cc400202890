"""Source documents: the list, one document, and its file as it arrived."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.attachments.models import Document
from portal.site.columns import Column
from portal.site.filters import DateRangeFilter
from portal.site.lists import RecordList
from portal.site.records import Fact, RecordPage, visible_record


class DocumentFilter(django_filters.FilterSet):
    """Documents by number and by date."""

    document_number = django_filters.CharFilter(label="文号含", lookup_expr="icontains")
    dated_on = DateRangeFilter(label="成文日期")

    class Meta:
        model = Document
        fields = ("document_number", "dated_on")


class DocumentList(RecordList):
    """All documents figures and decisions came from."""

    model = Document
    title = "来源文件"
    columns = (
        Column("标题", "title"),
        Column("文号", "document_number"),
        Column("成文日期", "dated_on", kind="date", sort=True),
        Column("所属区域", "area__name"),
        Column("登记时间", "created_at", kind="moment"),
    )
    filterset_class = DocumentFilter
    search = True
    search_label = "搜标题、文号、摘录"
    record_url = "attachments:document"
    empty = "还没有来源文件。上传表格或填报数据时附上的文件会出现在这里。"


class DocumentPage(RecordPage):
    """One document: where it comes from, the words quoted from it, and the file."""

    model = Document
    related = ("area", "created_by")
    list_url = "attachments:documents"
    facts = (
        Fact("文号", "document_number"),
        Fact("成文日期", "dated_on", kind="date"),
        Fact("登记人", "created_by"),
        Fact("登记时间", "created_at", kind="moment"),
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
