"""What the API is given for an enterprise and its years."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.models import Enterprise, EnterpriseSize, IndustryCode
from governance.queries.industries import industry_named
from portal.accounts.models import Area
from portal.api.fields import VisibleRelatedField
from portal.errors import InvalidInput


@extend_schema_field({"type": "string", "maxLength": 40})
class IndustryText(serializers.Field):
    """An industry by code or name."""

    def to_internal_value(self, data: Any) -> IndustryCode:
        """The industry of the loaded table."""
        if not isinstance(data, str) or not 0 < len(data) <= 40:
            raise serializers.ValidationError("应为行业代码或名称，例如 6820。")
        try:
            return industry_named(data)
        except InvalidInput as error:
            raise serializers.ValidationError(error.message) from error

    def to_representation(self, value: IndustryCode) -> str:
        """Its code."""
        return value.code


def _text(length: int, label: str) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=length, help_text=label)


class EnterpriseChange(serializers.Serializer):
    """What may be changed of an enterprise; what is not sent stays."""

    name = serializers.CharField(max_length=120, help_text="企业名称")
    uscc = _text(40, "统一社会信用代码")
    uscc_missing_reason = _text(100, "无信用代码的原因")
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=120), required=False, max_length=20, help_text="简称、曾用名"
    )
    industry = IndustryText(required=False, allow_null=True, help_text="行业代码或名称")
    size = serializers.ChoiceField(
        choices=EnterpriseSize.choices, required=False, allow_blank=True, help_text="规模"
    )
    registered_address = _text(200, "注册地址")
    business_address = _text(200, "经营地址")
    registered_capital = serializers.DecimalField(
        18, 6, required=False, allow_null=True, min_value=0, help_text="注册资本（万元）"
    )
    established_on = serializers.DateField(required=False, allow_null=True, help_text="成立日期")
    moved_in_on = serializers.DateField(required=False, allow_null=True, help_text="入驻日期")
    legal_representative = _text(60, "法定代表人")
    contact_person = _text(60, "联系人")
    contact_phone = _text(60, "联系电话")
    note = _text(500, "说明")
    reason = _text(200, "变更依据，改动登记事项时填写")


class EnterpriseInput(EnterpriseChange):
    """A new enterprise."""

    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="所属区域编号")
    reason = None


class YearInput(serializers.Serializer):
    """The figures of one year of an enterprise; money in 万元, null for what is not known."""

    enterprise = VisibleRelatedField(queryset=Enterprise.objects.all(), help_text="企业编号")
    year = serializers.IntegerField(min_value=1990, max_value=2100, help_text="年度")
    revenue = serializers.DecimalField(
        18, 6, required=False, allow_null=True, min_value=0, help_text="主营业务收入（万元）"
    )
    tax = serializers.DecimalField(18, 6, required=False, allow_null=True, help_text="纳税额（万元）")
    employment = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=9_999_999, help_text="从业人数（人）"
    )
    is_above_designated_size = serializers.BooleanField(required=False, help_text="规模以上")
    note = _text(200, "说明")
