"""What the API is given for funds in place."""

from __future__ import annotations

from rest_framework import serializers

from economy.funds.models import EvidenceKind, FundsCurrency
from economy.projects.models import Project
from portal.api.fields import VisibleRelatedField, confirmed, document, lines, money, text
from portal.api.inputs import Input


class EvidenceInput(Input):
    """A document that proves an entry."""

    document = document("凭证文件编号")
    kind = serializers.ChoiceField(choices=EvidenceKind.choices, required=False, help_text="凭证种类")


class FundsChange(Input):
    """What may be changed of a draft."""

    currency = serializers.ChoiceField(
        choices=FundsCurrency.choices, required=False, help_text="币种：cny 万元，usd 万美元"
    )
    amount = money("金额")
    received_on = serializers.DateField(help_text="到账日期")
    source_region_code = serializers.CharField(
        min_length=6, max_length=6, help_text="资金来源区划代码，境外填 000000"
    )
    receipt_no = serializers.CharField(max_length=60, help_text="凭证号")
    payer = text(120, "付款方")
    note = text(300, "说明")
    confirmed = confirmed()


class FundsInput(FundsChange):
    """Money that arrived, as a draft."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    evidence = EvidenceInput(many=True, required=False, help_text="凭证")


class ReleaseInput(Input):
    """Letting a voided entry's receipt number be used again."""

    reason = lines(200, "理由", required=True)
