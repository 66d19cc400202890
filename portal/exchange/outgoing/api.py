"""Exports by API: ask, poll, fetch."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.accounts.requests import ApiRequest
from portal.api.inputs import Input
from portal.api.openapi import ProblemSchema
from portal.exchange.models import Encoding, ExportFormat, ExportJob, JobState
from portal.exchange.outgoing.answers import file_answer, manifest_answer
from portal.exchange.outgoing.declare import available_exports
from portal.exchange.outgoing.jobs import own_export, request_export
from portal.exchange.outgoing.progress import progress_of

LATEST = 50


class ExportInput(Input):
    """What is asked for."""

    export = serializers.CharField(max_length=80, help_text="导出的名称，如 economy.reports")
    format = serializers.ChoiceField(choices=ExportFormat.choices, default=ExportFormat.CSV, help_text="格式")
    encoding = serializers.ChoiceField(
        choices=Encoding.choices, default=Encoding.UTF8, help_text="CSV 的编码"
    )
    filters = serializers.DictField(required=False, help_text="与列表页相同的筛选条件；search 为搜索词")
    reason = serializers.CharField(max_length=200, help_text="用途，至少四个字")
    unmasked = serializers.BooleanField(default=False, help_text="要未脱敏的个人信息（需要相应权限）")


class ManifestSerializer(serializers.Serializer):
    """What the file says about itself."""

    rows = serializers.IntegerField(help_text="行数")
    sha256 = serializers.CharField(help_text="文件的 SHA-256")
    seal = serializers.DictField(help_text="审计封存号与摘要")
    filters = serializers.DictField(help_text="筛选条件")
    columns = serializers.ListField(child=serializers.DictField(), help_text="列")
    by = serializers.CharField(help_text="导出人")
    at = serializers.CharField(help_text="导出时间")
    reason = serializers.CharField(help_text="用途")


class ExportOutput(serializers.Serializer):
    """One export as it stands."""

    id = serializers.UUIDField(help_text="导出编号")
    url = serializers.CharField(help_text="查询进度的地址")
    export = serializers.CharField(help_text="导出的名称")
    title = serializers.CharField(help_text="导出内容")
    format = serializers.ChoiceField(choices=ExportFormat.choices, help_text="格式")
    state = serializers.ChoiceField(choices=JobState.choices, help_text="状态")
    state_label = serializers.CharField(help_text="状态的名称")
    progress = serializers.IntegerField(help_text="进度，百分比")
    rows = serializers.IntegerField(allow_null=True, help_text="行数")
    file = serializers.CharField(allow_null=True, help_text="文件地址，完成后才有")
    manifest = ManifestSerializer(allow_null=True)
    manifest_file = serializers.CharField(allow_null=True, help_text="清单文件地址")
    error = serializers.CharField(help_text="没有完成的原因")
    created_at = serializers.DateTimeField(help_text="申请时间")
    expires_at = serializers.DateTimeField(help_text="文件保留至")


class AvailableOutput(serializers.Serializer):
    """One export the caller may ask for."""

    export = serializers.CharField(help_text="导出的名称")
    title = serializers.CharField(help_text="导出内容")
    columns = serializers.ListField(child=serializers.DictField(), help_text="列")
    filters = serializers.ListField(child=serializers.CharField(), help_text="筛选条件")
    may_unmask = serializers.BooleanField(help_text="可否导出未脱敏的个人信息")


class ExportSchema(ProblemSchema):
    """Describes the addresses of exports."""

    SUMMARIES = {
        "list": "我最近的导出",
        "create": "申请导出",
        "retrieve": "一次导出的进度与结果",
        "available": "我可以导出什么",
        "file": "取回导出的文件",
        "manifest": "取回导出的清单",
    }

    def get_operation_id(self) -> str:
        """`exchange_exports_create`."""
        return f"exchange_exports_{self.view.action}"

    def get_summary(self) -> str:
        """A few Chinese words."""
        return self.SUMMARIES[self.view.action]

    def get_override_parameters(self) -> list[Any]:
        """The number of an export."""
        return (
            [OpenApiParameter("uuid", OpenApiTypes.UUID, "path", description="导出编号")]
            if "{uuid}" in self.path
            else []
        )

    def get_request_serializer(self) -> Any:
        """The body that is read."""
        return ExportInput if self.view.action == "create" else None

    def get_response_serializers(self) -> Any:
        """The body that is answered."""
        return {
            "list": {200: ExportOutput(many=True)},
            "create": {202: ExportOutput},
            "retrieve": {200: ExportOutput},
            "available": {200: AvailableOutput(many=True)},
            "file": {(200, "application/octet-stream"): OpenApiTypes.BINARY},
            "manifest": {200: ManifestSerializer},
        }[self.view.action]


class ExportViewSet(viewsets.ViewSet):
    """The caller's exports; another's do not exist."""

    request: ApiRequest
    schema: AutoSchema = ExportSchema()
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def list(self, request: ApiRequest) -> Response:
        """The caller's latest exports."""
        return Response(
            [self.shown(job) for job in ExportJob.objects.of(request.user).order_by("-id")[:LATEST]]
        )

    def create(self, request: ApiRequest) -> Response:
        """Ask for an export; 202 with the address to poll, also when it is already done."""
        asked = ExportInput(data=request.data)
        asked.is_valid(raise_exception=True)
        data = dict(asked.validated_data)
        job = request_export(data.pop("export"), by=request.user, **data)
        body = self.shown(job)
        return Response(body, 202, headers={"Location": body["url"]})

    def retrieve(self, request: ApiRequest, uuid: str) -> Response:
        """How far it is, and what came of it."""
        return Response(self.shown(own_export(uuid, by=request.user)))

    @action(detail=False)
    def available(self, request: ApiRequest) -> Response:
        """What the caller may export."""
        return Response([
            {
                "export": export.name,
                "title": export.title,
                "columns": [{"name": column.name, "label": column.label} for column in export.columns],
                "filters": sorted(export.filter_names()),
                "may_unmask": request.user.has_perm(export.reveal_permission),
            }
            for export in available_exports(request.user)
        ])  # fmt: skip

    @action(detail=True)
    def file(self, request: ApiRequest, uuid: str) -> FileResponse:
        """The file."""
        return file_answer(own_export(uuid, by=request.user), by=request.user)

    @action(detail=True)
    def manifest(self, request: ApiRequest, uuid: str) -> FileResponse:
        """The manifest as a file beside it."""
        return manifest_answer(own_export(uuid, by=request.user), by=request.user)

    def shown(self, job: ExportJob) -> dict[str, Any]:
        """One export as the API shows it."""
        is_done = job.state == JobState.DONE
        url = reverse("api:exchange:exports-detail", [job.uuid], request=self.request)
        return {
            "id": job.uuid, "url": url, "export": job.export, "title": job.title, "format": job.format,
            "state": job.state, "state_label": job.get_state_display(), "progress": progress_of(job),
            "rows": job.rows, "file": f"{url}file/" if is_done else None, "manifest": job.manifest,
            "manifest_file": f"{url}manifest/" if is_done else None, "error": job.error,
            "created_at": job.created_at, "expires_at": job.expires_at,
        }  # fmt: skip
