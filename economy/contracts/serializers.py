"""What the API is given for a contract; money in 万元."""

from __future__ import annotations

from rest_framework import serializers

from economy.contracts.models import ContractType
from economy.projects.models import Project
from portal.api.fields import VisibleRelatedField, confirmed, document, money, text
from portal.api.inputs import Input


class ContractInput(Input):
    """A signed contract."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    type = serializers.ChoiceField(choices=ContractType.choices, help_text="合同类型")
    amount = money("合同金额（万元）", required=False, allow_null=True)
    signed_on = serializers.CharField(max_length=20, help_text="签约时间，如 2017.6")
    party = text(120, "签约对方")
    number = text(60, "合同编号")
    source_region_code = text(6, "投资方所在区划")
    document = document("合同文本编号", required=False, allow_null=True)
    note = text(300, "备注")
    confirmed = confirmed()
