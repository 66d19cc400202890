"""Imports by API: upload, poll, confirm or cancel."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.accounts.models import Area
from portal.accounts.requests import ApiRequest
from portal.api.inputs import Input
from portal.api.openapi import ProblemSchema
from portal.errors import InvalidInput, NotVisible
from portal.exchange.intake.actions import cancel_import, confirm_import, upload_import
from portal.exchange.intake.declare import available_imports, import_named
from portal.exchange.intake.forms import areas_to_import_into
from portal.exchange.intake.models import ImportJob, ImportState
from portal.exchange.intake.progress import progress_of
from portal.exchange.intake.queries import import_of

LATEST = 50


class UploadInput(Input):
    """A file, what it is, and for which area."""

    name = serializers.CharField(max_length=80, help_text="导入的名称，如 economy.monthly")
    file = serializers.FileField(
        help_text="xlsx、xls、ods 或 csv 文件",
        error_messages={"empty": "文件是空的，请检查后重新上传。", "invalid": "这里应是上传的文件。"},
    )
    area = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="导入到哪个区域；不写则为您负责的最上一级"
    )


class ConfirmInput(Input):
    """Whether the questions were looked at."""

    accept_questions = serializers.BooleanField(default=False, help_text="疑问已核对无误")


class ProblemOutput(serializers.Serializer):
    """One problem or question, by row and column."""

    row = serializers.IntegerField(allow_null=True, help_text="表格里的行号；全表的问题为空")
    column = serializers.CharField(help_text="列名")
    field = serializers.CharField(help_text="字段")
    value = serializers.CharField(help_text="写的是什么")
    message = serializers.CharField(help_text="哪里不对")
    cure = serializers.CharField(help_text="怎么改")
    sentence = serializers.CharField(help_text="一句话说明")


class ImportOutput(serializers.Serializer):
    """One import as it stands."""

    id = serializers.IntegerField(help_text="编号")
    url = serializers.CharField(help_text="查询进度的地址")
    name = serializers.CharField(help_text="导入的名称")
    title = serializers.CharField(help_text="导入内容")
    file_name = serializers.CharField(help_text="文件名")
    sha256 = serializers.CharField(help_text="文件的 SHA-256")
    area = serializers.IntegerField(help_text="区域编号")
    state = serializers.ChoiceField(choices=ImportState.choices, help_text="状态")
    state_label = serializers.CharField(help_text="状态的名称")
    progress = serializers.IntegerField(help_text="进度，百分比")
    about = serializers.DictField(help_text="标题、单位、期间和认出的列")
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="行数：rows new changed unchanged bad set_aside"
    )
    problem_count = serializers.IntegerField(help_text="问题数")
    problems = ProblemOutput(many=True)
    question_count = serializers.IntegerField(help_text="疑问数")
    questions = ProblemOutput(many=True)
    set_aside = serializers.ListField(child=serializers.DictField(), help_text="没有读的行")
    written = serializers.IntegerField(allow_null=True, help_text="写入条数")
    error = serializers.CharField(help_text="没有完成的原因")
    created_at = serializers.DateTimeField(help_text="上传时间")
    confirmed_at = serializers.DateTimeField(allow_null=True, help_text="导入时间")


class AvailableImport(serializers.Serializer):
    """One table the caller may import."""

    name = serializers.CharField(help_text="导入的名称")
    title = serializers.CharField(help_text="导入内容")
    columns = serializers.ListField(child=serializers.DictField(), help_text="列")


class ImportSchema(ProblemSchema):
    """Describes the addresses of imports."""

    SUMMARIES = {
        "list": "我最近的导入",
        "create": "上传表格并核对",
        "retrieve": "一次导入的核对结果",
        "available": "我可以导入什么",
        "confirm": "确认导入",
        "cancel": "取消导入",
    }

    def get_operation_id(self) -> str:
        """`exchange_imports_create`."""
        return f"exchange_imports_{self.view.action}"

    def get_summary(self) -> str:
        """A few Chinese words."""
        return self.SUMMARIES[self.view.action]

    def refusals(self) -> list[int]:
        """An upload may also name an area one cannot see."""
        return sorted({*super().refusals(), *([404] if self.view.action == "create" else [])})

    def get_override_parameters(self) -> list[Any]:
        """The number of an import."""
        name = "id" if "{id}" in self.path else "pk"
        return (
            [OpenApiParameter(name, OpenApiTypes.INT64, "path", description="编号")]
            if "{" in self.path
            else []
        )

    def get_request_serializer(self) -> Any:
        """The body that is read."""
        return {"create": UploadInput, "confirm": ConfirmInput}.get(self.view.action)

    def get_response_serializers(self) -> Any:
        """The body that is answered."""
        if self.view.action == "available":
            return {200: AvailableImport(many=True)}
        if self.view.action == "list":
            return {200: ImportOutput(many=True)}
        return {{"create": 201, "confirm": 202}.get(self.view.action, 200): ImportOutput}


class ImportViewSet(viewsets.ViewSet):
    """Imports the caller may handle; others do not exist."""

    request: ApiRequest
    schema: AutoSchema = ImportSchema()
    lookup_value_regex = "[0-9]{1,18}"

    def get_parsers(self) -> list[Any]:
        """A file comes as multipart, everything else as JSON."""
        if getattr(self, "action_map", {}).get("post") == "create":
            return [MultiPartParser()]
        return super().get_parsers()

    def list(self, request: ApiRequest) -> Response:
        """The caller's latest imports."""
        jobs = (
            ImportJob.objects.visible_to(request.user)
            .filter(created_by=request.user)
            .order_by("-id")[:LATEST]
        )
        return Response([self.shown(job) for job in jobs])

    def create(self, request: ApiRequest) -> Response:
        """Upload a file; 201 with the dry run, or with the address to poll while a worker reads a large one."""
        given = UploadInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        area = self.area(data["name"], data.get("area"))
        body = self.shown(upload_import(data["name"], data["file"], area=area, by=request.user))
        return Response(body, 201, headers={"Location": body["url"]})

    def retrieve(self, request: ApiRequest, pk: str) -> Response:
        """What the dry run found, how far it is, and what came of it."""
        return Response(self.shown(import_of(request.user, int(pk))))

    @action(detail=False)
    def available(self, request: ApiRequest) -> Response:
        """What the caller may import."""
        return Response([
            {"name": declared.name, "title": declared.title, "columns": [
                {"name": field.name, "label": field.label, "required": field.required, "hint": field.kind.hint}
                for field in declared.fields]}
            for declared in available_imports(request.user)
        ])  # fmt: skip

    @action(detail=True, methods=["post"])
    def confirm(self, request: ApiRequest, pk: str) -> Response:
        """Write what the dry run showed; 202, also when it is already done."""
        given = ConfirmInput(data=request.data)
        given.is_valid(raise_exception=True)
        job = confirm_import(import_of(request.user, int(pk)), by=request.user, **given.validated_data)
        return Response(self.shown(job), 202)

    @action(detail=True, methods=["post"])
    def cancel(self, request: ApiRequest, pk: str) -> Response:
        """Give it up."""
        return Response(self.shown(cancel_import(import_of(request.user, int(pk)), by=request.user)))

    def area(self, name: str, pk: int | None) -> Area:
        """The area asked for, or the topmost one the caller may import into."""
        if pk is None:
            found = areas_to_import_into(import_named(name), self.request.user).first()
            if found is None:
                raise InvalidInput(
                    "请写明导入到哪个区域。", [{"field": "area", "message": "没有写", "cure": "请写区域编号"}]
                )
            return found
        found = Area.objects.visible_to(self.request.user).filter(pk=pk).first()
        if found is None:
            raise NotVisible("没有这个区域，或者它不在您负责的区域内。")
        return found

    def shown(self, job: ImportJob) -> dict[str, Any]:
        """One import as the API shows it."""
        return {
            "id": job.pk, "url": reverse("api:exchange:imports-detail", [job.pk], request=self.request),
            "name": job.name, "title": job.title, "file_name": job.original_name, "sha256": job.sha256,
            "area": job.area_id, "state": job.state, "state_label": job.get_state_display(),
            "progress": progress_of(job)[0], "about": job.about, "counts": job.counts,
            "problem_count": job.problem_count, "problems": job.problems, "question_count": job.question_count,
            "questions": job.questions, "set_aside": job.set_aside, "written": job.written, "error": job.error,
            "created_at": job.created_at, "confirmed_at": job.confirmed_at,
        }  # fmt: skip
