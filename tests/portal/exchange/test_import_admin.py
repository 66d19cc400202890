"""Header aliases are data: kept in the back office, for one's own office."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.exchange.models import HeaderAlias

pytestmark = pytest.mark.django_db
ADD = "admin:exchange_headeralias_add"


def test_a_clerk_adds_an_alias(client, economy_clerk, street):
    client.force_login(economy_clerk)
    data = {"area": street.pk, "column": "economy.monthly|cum", "text": "完成数", "note": ""}
    assert client.post(reverse(ADD), data).status_code == 302
    alias = HeaderAlias.objects.get()
    assert (alias.import_name, alias.field, alias.text) == ("economy.monthly", "cum", "完成数")
    page = client.get(reverse("admin:exchange_headeralias_change", args=[alias.pk])).content.decode()
    assert 'value="economy.monthly|cum" selected' in page


def test_not_for_another_street(client, outsider, street):
    client.force_login(outsider)
    data = {"area": street.pk, "column": "economy.monthly|cum", "text": "完成数", "note": ""}
    assert client.post(reverse(ADD), data).status_code == 200
    assert not HeaderAlias.objects.exists()


def test_an_auditor_looks_at_imports_and_adds_nothing(client, auditor):
    client.force_login(auditor)
    assert client.get(reverse("admin:exchange_importjob_changelist")).status_code == 200
    assert client.get(reverse(ADD)).status_code == 403
