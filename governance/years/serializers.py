"""What the API is given for a year's figures."""

from __future__ import annotations

from rest_framework import serializers

from governance.enterprises.models import Enterprise
from portal.api.fields import VisibleRelatedField, text
from portal.api.inputs import Input


class YearInput(Input):
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
    note = text(200, "说明")
