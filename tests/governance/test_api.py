"""The register by API: scope, masks, refusals, steps; and as a file."""

from __future__ import annotations

import csv
import io

import pytest
from rest_framework.test import APIClient

from governance.enterprises.models import Enterprise
from governance.years.actions import record_year
from portal.api.actions import issue_token
from portal.exchange.outgoing.declare import export_named
from portal.exchange.outgoing.files import export_path
from portal.exchange.outgoing.jobs import request_export
from tests.governance.conftest import CODE, OTHER_CODE

pytestmark = pytest.mark.django_db
PATH = "/api/v1/governance/enterprises/"


def api(user) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user)}")
    return client


def test_a_record_with_masks_and_steps(economy_clerk, enterprise):
    row = api(economy_clerk).get(f"{PATH}{enterprise.pk}/").json()

    assert (row["uscc"], row["contact_phone"], row["state_label"]) == (CODE, "138****8000", "在营")
    assert [step["name"] for step in row["steps"]] == ["suspend", "relocate", "close", "deregister"]


def test_out_of_scope_is_404_and_reading_is_not_writing(outsider, auditor, enterprise):
    assert api(outsider).get(f"{PATH}{enterprise.pk}/").status_code == 404
    assert api(auditor).patch(f"{PATH}{enterprise.pk}/", {"note": "改"}, format="json").status_code == 403


def test_filters_by_code_and_industry(economy_clerk, enterprise, industries):
    client = api(economy_clerk)
    Enterprise.objects.update(industry=industries["3412"])

    for asked, count in (
        ({"uscc": CODE}, 1),
        ({"uscc": OTHER_CODE}, 0),
        ({"industry__code__startswith": "34"}, 1),
    ):
        assert len(client.get(PATH, asked).json()["results"]) == count
    assert len(client.get(PATH, {"search": "机械制造"}).json()["results"]) == 1


def test_register_and_change(economy_clerk, community, industries):
    client = api(economy_clerk)
    sent = {
        "name": "样例新厂",
        "uscc": OTHER_CODE,
        "area": community.pk,
        "industry": "6820",
        "registered_capital": "500",
    }
    made = client.post(PATH, sent, format="json")
    place = f"{PATH}{made.json()['id']}/"
    refused = client.patch(place, {"name": "样例新名"}, format="json")
    changed = client.patch(place, {"name": "样例新名", "reason": "变更通知书"}, format="json")

    assert (made.status_code, made.json()["industry_code"]) == (201, "6820")
    assert (refused.status_code, "变更依据" in refused.json()["detail"]) == (400, True)
    assert (changed.status_code, changed.json()["aliases"]) == (200, ["样例新厂"])


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"uscc": "91410106MA9K0002X3"}, "校验码不对"),
        ({}, "无信用代码的原因"),
        ({"uscc": OTHER_CODE, "industry": "9999"}, "9999"),
    ],
)
def test_what_is_refused(economy_clerk, community, industries, sent, told):
    answer = api(economy_clerk).post(PATH, {"name": "样例", "area": community.pk, **sent}, format="json")

    assert (answer.status_code, told in answer.content.decode()) == (400, True)


def test_a_step_with_its_day(economy_clerk, enterprise):
    answer = api(economy_clerk).post(
        f"{PATH}{enterprise.pk}/suspend/", {"note": "停业", "on": "2018-03-01"}, format="json"
    )
    again = api(economy_clerk).post(f"{PATH}{enterprise.pk}/suspend/", {"note": "停业"}, format="json")

    assert (answer.json()["state"], answer.json()["state_on"]) == ("suspended", "2018-03-01")
    assert again.status_code == 409


def test_years(economy_clerk, enterprise):
    client = api(economy_clerk)
    sent = {"enterprise": enterprise.pk, "year": 2017, "revenue": "2260.5", "is_above_designated_size": True}
    made = client.post("/api/v1/governance/enterprise-years/", sent, format="json").json()

    assert (made["revenue"], made["tax"], made["year"]) == ("2260.500000", None, 2017)


def test_the_export_masks_persons_and_keeps_codes_as_text(economy_clerk, enterprise, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    job = request_export("governance.enterprises", by=economy_clerk, reason="核对企业名录", format="csv")
    row = next(csv.DictReader(io.StringIO(export_path(job.path).read_text(encoding="utf-8-sig"))))

    assert (row["企业名称"], row["法定代表人"], row["联系电话"]) == (enterprise.name, "欧***", "138****8000")
    assert CODE in row["统一社会信用代码"]


@pytest.mark.parametrize(("cast", "count"), [("economy_clerk", 1), ("auditor", 1), ("outsider", 0)])
def test_an_export_holds_what_one_may_see(request, economy_clerk, enterprise, cast, count):
    record_year(enterprise, year=2017, by=economy_clerk)
    user = request.getfixturevalue(cast)

    for name in ("governance.enterprises", "governance.enterprise_years"):
        assert export_named(name).rows(user, {}).count() == count
