"""The API's description: valid, complete, public, and the same for everybody."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from portal.api.routing import app_routers


@pytest.fixture
def document(client, db) -> dict:
    return client.get("/api/v1/schema/").json()


def test_it_validates_without_a_warning(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_it_is_openapi_3_1_and_needs_no_login(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "街道门户接口"


def test_every_resource_is_described(document):
    resources = {
        f"/api/v1/{label}/{prefix}/"
        for label, router in app_routers().items()
        for prefix, _, _ in router.registry
    }

    assert resources <= set(document["paths"])


def test_every_operation_is_named_in_chinese_and_refuses_with_problems(document):
    operations = [
        each for path in document["paths"].values() for method, each in path.items() if method != "parameters"
    ]

    for operation in operations:
        assert any("\u4e00" <= char <= "\u9fff" for char in operation["summary"]), operation["operationId"]
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], operation["operationId"]


def test_asking_again_costs_nothing(client, document):
    etag = client.get("/api/v1/schema/").headers["ETag"]

    assert client.get("/api/v1/schema/", headers={"If-None-Match": etag}).status_code == 304


def test_the_page_to_read_it_is_ours_and_loads_nothing_from_elsewhere(client, db):
    page = client.get("/api/v1/docs/").content.decode()

    assert "<title>街道门户接口文档</title>" in page
    assert "//cdn" not in page
