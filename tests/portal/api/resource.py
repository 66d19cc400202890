"""A resource of documents with a life of two steps, as an app would declare it."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from rest_framework import serializers

from portal.accounts.models import Area
from portal.api.fields import VisibleRelatedField
from portal.api.routing import Router
from portal.api.viewsets import Changes, Creates, ScopedViewSet
from portal.attachments.models import Document
from portal.records.tables import Table
from portal.workflow.flows import Flow, Step, _flows

FLOW = Flow(
    model="attachments.Document", field="quote", initial="draft",
    steps=(
        Step("submit", "报送", ("draft", "returned"), "submitted", "economy.submit_report"),
        Step("return_back", "退回", ("submitted",), "returned", "economy.return_report", needs_note=True,
             not_by=("created_by",)),
    ),
)  # fmt: skip


class DocumentInput(serializers.Serializer):
    """What a document is entered with."""

    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="所属区域")
    title = serializers.CharField(max_length=200, help_text="标题")
    dated_on = serializers.DateField(required=False, allow_null=True, help_text="成文日期")


class DocumentChange(serializers.Serializer):
    """What may be changed."""

    title = serializers.CharField(max_length=200, help_text="标题")


class Papers(Table):
    """Documents with their state."""

    model = Document
    columns = ("area", "title", "quote", "dated_on", "created_at")
    filters = {"area": (), "dated_on": ("exact", "gte", "lte")}


class DocumentViewSet(Creates, Changes, ScopedViewSet):
    """Documents."""

    table = Papers
    create_input, create_permission = DocumentInput, "economy.save_report"
    change_input, change_permission = DocumentChange, "economy.save_report"

    def perform_create(self, data: dict[str, Any]) -> Document:
        """A document in its first state."""
        return Document.objects.create(created_by=self.request.user, quote="draft", **data)

    def perform_change(self, record: Document, data: dict[str, Any]) -> None:
        """Another title."""
        record.title = data.get("title", record.title)
        record.save(update_fields=["title"])


router = Router()
router.register("documents", DocumentViewSet)
urlpatterns = [path("api/v1/attachments/", include(router.urls)), path("", include("portal.urls"))]
del _flows[FLOW.model.lower()]  # in force only for the tests that put it back
