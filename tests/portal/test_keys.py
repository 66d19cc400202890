"""Rows by keys that another query finds: the same rows as with a subselect."""

import pytest

from portal.accounts.models import Area
from portal.keys import AmongKeys

pytestmark = pytest.mark.django_db


def test_the_rows_of_the_keys(street, other_street, community):
    found = Area.objects.filter(AmongKeys("pk", Area.objects.filter(kind="street").values("pk")))
    assert set(found) == {street, other_street}


def test_by_another_column(street, community):
    depths = Area.objects.filter(pk=community.pk).values("depth")
    assert list(Area.objects.filter(AmongKeys("depth", depths))) == [community]


def test_no_keys_no_rows(street):
    nowhere = Area.objects.filter(code="none").values("pk")
    assert not Area.objects.filter(AmongKeys("pk", nowhere)).exists()
