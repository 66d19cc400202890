"""The sample street's enterprises, and invented ones in any number."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from governance.enterprises.models import Enterprise
from portal.accounts import dataset
from portal.identifiers import check_credit_code

pytestmark = pytest.mark.django_db
SAMPLE = Path(settings.BASE_DIR) / "portal" / "sample" / "gongyelu"


def test_the_sample_names_only_what_the_article_names_and_invents_the_rest(tmp_path):
    settings.MEDIA_ROOT = tmp_path
    dataset.load(SAMPLE)
    real = Enterprise.objects.filter(is_illustrative=False).order_by("pk")

    assert list(real.values_list("name", "uscc", "industry__code")) == [
        ("中国平安产险河南分公司续保服务中心", "", "6820"),
        ("人保财险公司", "", "6820"),
        ("保险代理公司（报道未写名称）", "", "6852"),
    ]
    assert not Enterprise.objects.filter(is_illustrative=True).exclude(name__startswith="示例").exists()
    codes = Enterprise.objects.exclude(uscc="").values_list("uscc", flat=True)
    assert all(check_credit_code(code).subject_id_deviates for code in codes)


def test_as_many_as_asked_spread_over_the_areas(street, community, other_community):
    call_command("populate", scale=300, only=["governance.enterprises"], verbosity=0)

    assert Enterprise.objects.count() == 300
    assert Enterprise.objects.values("area").distinct().count() == 3
    assert set(Enterprise.objects.values_list("office", flat=True)) == {street.pk}
    assert all(check_credit_code(code).valid for code in Enterprise.objects.values_list("uscc", flat=True))


def test_a_second_run_adds_to_the_first(street):
    for _ in range(2):
        call_command("populate", scale=40, only=["governance.enterprises"], verbosity=0)

    assert Enterprise.objects.count() == 80
