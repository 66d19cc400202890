"""What the API is given for projects, contracts, stages and funds; money in 万元."""

from __future__ import annotations

from django.db import models
from rest_framework import serializers

from economy.models import FUNNEL, ContractType, EvidenceKind, FundsCurrency, Project
from economy.queries.projects import ASSIGNABLE, assignable
from economy.serializers.reports import PeriodField
from governance.models import Enterprise
from governance.serializers.enterprises import IndustryText
from portal.accounts.models import Area, User
from portal.api.fields import VisibleRelatedField
from portal.attachments.models import Document

STAGES = [(stage.value, stage.label) for stage in FUNNEL]


def _text(length: int, label: str) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=length, help_text=label)


def _money(label: str, **options: object) -> serializers.DecimalField:
    return serializers.DecimalField(18, 6, help_text=label, **options)


def _confirmed() -> serializers.BooleanField:
    return serializers.BooleanField(required=False, default=False, help_text="数字无误：回答“相差千倍”的提问")


def _document(label: str, **options: object) -> VisibleRelatedField:
    return VisibleRelatedField(queryset=Document.objects.all(), help_text=label, **options)


class ColleagueField(VisibleRelatedField):
    """A colleague who may be assigned."""

    def get_queryset(self) -> models.QuerySet:
        """Those with a fitting post in the areas of the caller, or above them."""
        return assignable(self.context["request"].user, ASSIGNABLE[self.field_name])


class ProjectChange(serializers.Serializer):
    """What may be changed of a project; what is not sent stays."""

    name = serializers.CharField(max_length=120, help_text="项目名称")
    investor = _text(120, "投资方")
    industry_label = _text(60, "所属产业")
    industry = IndustryText(required=False, allow_null=True, help_text="国民经济行业代码或名称")
    planned_investment = _money("计划总投资（万元）", required=False, allow_null=True, min_value=0)
    national_code = _text(40, "投资项目统一代码")
    parent = VisibleRelatedField(
        queryset=Project.objects.all(), required=False, allow_null=True, help_text="一期项目编号"
    )
    enterprise = VisibleRelatedField(
        queryset=Enterprise.objects.all(), required=False, allow_null=True, help_text="落地企业编号"
    )
    chief_officer = ColleagueField(
        queryset=User.objects.all(), required=False, allow_null=True, help_text="项目首席服务官账号编号"
    )
    leader = ColleagueField(
        queryset=User.objects.all(), required=False, allow_null=True, help_text="包联领导账号编号"
    )
    is_public = serializers.BooleanField(required=False, help_text="对外公开")
    note = _text(500, "备注")
    confirmed = _confirmed()


class ProjectInput(ProjectChange):
    """A new project, a lead."""

    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="所在区域编号")


class AdvanceInput(serializers.Serializer):
    """A step forward."""

    stage = serializers.ChoiceField(choices=STAGES, help_text="转入阶段")
    on = serializers.CharField(max_length=20, help_text="日期，如 2017-06-15、2017.6、2017年")
    document = _document("依据文件编号")
    note = _text(300, "说明")


class ResumeInput(serializers.Serializer):
    """Taking a suspended project up again."""

    on = _text(20, "恢复日期，空着按今天")
    note = serializers.CharField(max_length=300, help_text="理由")


class ReversalInput(serializers.Serializer):
    """A proposal to set a project back."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    stage = serializers.ChoiceField(choices=STAGES, help_text="退回到")
    reason = serializers.CharField(max_length=300, help_text="理由")
    document = _document("依据文件编号", required=False, allow_null=True)


class ContractInput(serializers.Serializer):
    """A signed contract."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    type = serializers.ChoiceField(choices=ContractType.choices, help_text="合同类型")
    amount = _money("合同金额（万元）", required=False, allow_null=True)
    signed_on = serializers.CharField(max_length=20, help_text="签约时间，如 2017.6")
    party = _text(120, "签约对方")
    number = _text(60, "合同编号")
    source_region_code = _text(6, "投资方所在区划")
    document = _document("合同文本编号", required=False, allow_null=True)
    note = _text(300, "备注")
    confirmed = _confirmed()


class ProgressInput(serializers.Serializer):
    """Investment completed up to the end of a month."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    period = PeriodField(help_text="截至月份，例如 2018-03")
    completed = _money("累计完成投资（万元）", min_value=0)
    fall_reason = _text(200, "累计减少的原因")
    note = _text(300, "形象进度")
    confirmed = _confirmed()


class EvidenceInput(serializers.Serializer):
    """A document that proves an entry."""

    document = _document("凭证文件编号")
    kind = serializers.ChoiceField(choices=EvidenceKind.choices, required=False, help_text="凭证种类")


class FundsChange(serializers.Serializer):
    """What may be changed of a draft."""

    currency = serializers.ChoiceField(
        choices=FundsCurrency.choices, required=False, help_text="币种：cny 万元，usd 万美元"
    )
    amount = _money("金额")
    received_on = serializers.DateField(help_text="到账日期")
    source_region_code = serializers.CharField(
        min_length=6, max_length=6, help_text="资金来源区划代码，境外填 000000"
    )
    receipt_no = serializers.CharField(max_length=60, help_text="凭证号")
    payer = _text(120, "付款方")
    note = _text(300, "说明")
    confirmed = _confirmed()


class FundsInput(FundsChange):
    """Money that arrived, as a draft."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    evidence = EvidenceInput(many=True, required=False, help_text="凭证")


class ReleaseInput(serializers.Serializer):
    """Letting a voided entry's receipt number be used again."""

    reason = serializers.CharField(max_length=200, help_text="理由")
