"""What the API is given for projects, contracts, stages and funds; money in 万元."""

from __future__ import annotations

from django.db import models
from rest_framework import serializers

from economy.projects.models import FUNNEL, Project
from economy.projects.queries import ASSIGNABLE, assignable
from governance.enterprises.models import Enterprise
from governance.industries.serializers import IndustryText
from portal.accounts.models import Area, User
from portal.api.fields import VisibleRelatedField, confirmed, document, lines, money, text
from portal.api.inputs import Input

STAGES = [(stage.value, stage.label) for stage in FUNNEL]


class ColleagueField(VisibleRelatedField):
    """A colleague who may be assigned."""

    def get_queryset(self) -> models.QuerySet:
        """Those with a fitting post in the areas of the caller, or above them."""
        return assignable(self.context["request"].user, ASSIGNABLE[self.field_name])


class ProjectChange(Input):
    """What may be changed of a project; what is not sent stays."""

    name = serializers.CharField(max_length=120, help_text="项目名称")
    investor = text(120, "投资方")
    industry_label = text(60, "所属产业")
    industry = IndustryText(required=False, allow_null=True, help_text="国民经济行业代码或名称")
    planned_investment = money("计划总投资（万元）", required=False, allow_null=True, min_value=0)
    national_code = text(40, "投资项目统一代码")
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
    note = lines(500, "备注")
    confirmed = confirmed()


class ProjectInput(ProjectChange):
    """A new project, a lead."""

    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="所在区域编号")


class AdvanceInput(Input):
    """A step forward."""

    stage = serializers.ChoiceField(choices=STAGES, help_text="转入阶段")
    on = serializers.CharField(max_length=20, help_text="日期，如 2017-06-15、2017.6、2017年")
    document = document("依据文件编号")
    note = lines(300, "说明")


class ResumeInput(Input):
    """Taking a suspended project up again."""

    on = text(20, "恢复日期，空着按今天")
    note = lines(300, "理由", required=True)


class ReversalInput(Input):
    """A proposal to set a project back."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    stage = serializers.ChoiceField(choices=STAGES, help_text="退回到")
    reason = lines(300, "理由", required=True)
    document = document("依据文件编号", required=False, allow_null=True)
