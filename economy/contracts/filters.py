"""What contracts can be narrowed by."""

from __future__ import annotations

import django_filters

from economy.contracts.models import Contract, ContractState, ContractType
from portal.site.filters import AreaFilter, ChoiceFilter


class ContractFilter(django_filters.FilterSet):
    """Contracts by area, type, state and months of signing."""

    area = AreaFilter(model=Contract)
    type = ChoiceFilter(label="合同类型", choices=ContractType.choices)
    state = ChoiceFilter(label="状态", choices=ContractState.choices)
    signed_from = django_filters.CharFilter(label="计入月份从", field_name="signed_month", lookup_expr="gte")
    signed_to = django_filters.CharFilter(label="计入月份到", field_name="signed_month", lookup_expr="lte")

    class Meta:
        model = Contract
        fields = ("area", "type", "state", "signed_from", "signed_to")
