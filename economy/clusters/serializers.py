"""What the API is given for a cluster and its members."""

from __future__ import annotations

from rest_framework import serializers

from economy.clusters.models import ClusterRole, IndustryCluster
from economy.projects.models import DatePrecision
from governance.enterprises.models import Enterprise
from portal.accounts.models import Area
from portal.api.fields import VisibleRelatedField, lines
from portal.api.inputs import Input


class ClusterChange(Input):
    """What may be changed of a cluster."""

    name = serializers.CharField(max_length=60, help_text="集群名称")
    lead_chain = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="主导产业链"
    )
    target_output = serializers.DecimalField(
        18, 6, required=False, allow_null=True, min_value=0, help_text="目标产值（万元）"
    )
    target_year = serializers.IntegerField(
        required=False, allow_null=True, min_value=1990, max_value=2100, help_text="目标年度"
    )
    note = lines(500, "说明")

    def validate_target_output(self, value: object) -> object:
        """Nothing, or more than nothing."""
        if value == 0:
            raise serializers.ValidationError("目标产值应大于零，没有目标就写 null。")
        return value


class ClusterInput(ClusterChange):
    """A new cluster."""

    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="所属区域编号")


class JoinInput(Input):
    """An enterprise joins a cluster from a day on."""

    cluster = VisibleRelatedField(
        queryset=IndustryCluster.objects.select_related("area"), help_text="产业集群编号"
    )
    enterprise = VisibleRelatedField(queryset=Enterprise.objects.select_related("area"), help_text="企业编号")
    role = serializers.ChoiceField(choices=ClusterRole.choices, required=False, help_text="角色")
    joined_on = serializers.DateField(help_text="加入日期")
    joined_precision = serializers.ChoiceField(
        choices=DatePrecision.choices, required=False, help_text="日期知道到日、到月还是到年"
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="说明")


class LeaveInput(Input):
    """A member leaves: `left_on` is the first day it is no member."""

    left_on = serializers.DateField(help_text="退出日期")
    reason = serializers.CharField(max_length=200, help_text="退出原因")
