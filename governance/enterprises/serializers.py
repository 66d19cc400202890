"""What the API is given for an enterprise and its years."""

from __future__ import annotations

from rest_framework import serializers

from governance.enterprises.models import EnterpriseSize
from governance.industries.serializers import IndustryText
from portal.accounts.models import Area
from portal.api.fields import VisibleRelatedField, lines, text
from portal.api.inputs import Input


class EnterpriseChange(Input):
    """What may be changed of an enterprise; what is not sent stays."""

    name = serializers.CharField(max_length=120, help_text="企业名称")
    uscc = text(40, "统一社会信用代码")
    uscc_missing_reason = text(100, "无信用代码的原因")
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=120), required=False, max_length=20, help_text="简称、曾用名"
    )
    industry = IndustryText(required=False, allow_null=True, help_text="行业代码或名称")
    size = serializers.ChoiceField(
        choices=EnterpriseSize.choices, required=False, allow_blank=True, help_text="规模"
    )
    registered_address = text(200, "注册地址")
    business_address = text(200, "经营地址")
    registered_capital = serializers.DecimalField(
        18, 6, required=False, allow_null=True, min_value=0, help_text="注册资本（万元）"
    )
    established_on = serializers.DateField(required=False, allow_null=True, help_text="成立日期")
    moved_in_on = serializers.DateField(required=False, allow_null=True, help_text="入驻日期")
    legal_representative = text(60, "法定代表人")
    contact_person = text(60, "联系人")
    contact_phone = text(60, "联系电话")
    note = lines(500, "说明")
    reason = text(200, "变更依据，改动登记事项时填写")


class EnterpriseInput(EnterpriseChange):
    """A new enterprise."""

    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="所属区域编号")
    reason = None
