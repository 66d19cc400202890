"""Exports by API, as the contract words it, and their pages."""

from __future__ import annotations

import hashlib

import pytest

from portal.audit.models import AuditEntry
from portal.exchange.models import ExportJob, JobState

pytestmark = pytest.mark.django_db
URL = "/api/v1/exchange/exports/"
ASKED = {
    "export": "accounts.posts",
    "format": "csv",
    "filters": {"role": "auditor"},
    "reason": "季度审计抽查",
}


def post(client, **change):
    return client.post(URL, {**ASKED, **change}, content_type="application/json")


@pytest.fixture
def audit_client(client, auditor):
    client.force_login(auditor)
    return client


class TestApi:
    def test_ask_poll_and_fetch(self, audit_client):
        asked = post(audit_client)
        assert asked.status_code == 202
        done = audit_client.get(asked.json()["url"]).json()
        assert (done["state"], done["progress"]) == ("done", 100)
        body = b"".join(audit_client.get(done["file"]).streaming_content)
        manifest = done["manifest"]
        assert manifest["sha256"] == hashlib.sha256(body).hexdigest()
        assert {"rows", "sha256", "seal", "filters", "columns", "by", "at", "reason"} <= set(manifest)
        assert manifest["rows"] == 1

    def test_file_has_its_chinese_name_and_is_not_sniffed(self, audit_client):
        answer = audit_client.get(post(audit_client).json()["file"])
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%B2%97")
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_manifest_is_a_file_too(self, audit_client):
        answer = audit_client.get(post(audit_client).json()["manifest_file"])
        assert b'"sha256"' in b"".join(answer.streaming_content)

    def test_another_user_finds_nothing(self, client, auditor, security_admin):
        client.force_login(auditor)
        shown = post(client).json()
        client.force_login(security_admin)
        assert {client.get(shown[key]).status_code for key in ("url", "file", "manifest_file")} == {404}
        assert client.get(URL).json() == []

    def test_refusals(self, client, auditor, outsider):
        client.force_login(auditor)
        assert post(client, export="accounts.secrets").status_code == 400
        assert post(client, filters={"colour": "red"}).status_code == 400
        assert post(client, reason="查").status_code == 400
        assert post(client, format="pdf").status_code == 400
        assert post(client, unmasked=True).status_code == 403
        client.force_login(outsider)
        refused = post(client)
        assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")

    def test_available_lists_what_one_may_export(self, client, auditor, outsider):
        client.force_login(auditor)
        names = {item["export"] for item in client.get(f"{URL}available/").json()}
        assert {"accounts.posts", "accounts.areas"} <= names
        client.force_login(outsider)
        assert "accounts.posts" not in {item["export"] for item in client.get(f"{URL}available/").json()}

    def test_download_is_on_the_trail(self, audit_client):
        audit_client.get(post(audit_client).json()["file"])
        assert AuditEntry.objects.filter(action="download", actor="auditor").count() == 1


class TestPages:
    NEW = "/desk/exports/new/?export=accounts.posts&role=auditor&ordering=-id&page_size=20"

    def test_form_exports_what_the_list_showed(self, audit_client):
        page = audit_client.get(self.NEW)
        assert page.status_code == 200
        assert "岗位" in page.content.decode()
        answer = audit_client.post(self.NEW, {"format": "xlsx", "reason": "季度审计抽查"})
        assert (answer.status_code, answer["Location"]) == (302, "/desk/exports/")
        job = ExportJob.objects.get()
        assert (job.state, job.filters) == (JobState.DONE, {"role": "auditor"})

    def test_reason_is_required_and_what_was_typed_stays(self, audit_client):
        page = audit_client.post(self.NEW, {"format": "csv", "reason": "查"}).content.decode()
        assert "用途至少写四个字" in page
        assert 'value="查"' in page
        assert not ExportJob.objects.exists()

    def test_my_exports_can_be_found_again(self, audit_client):
        post(audit_client)
        page = audit_client.get("/desk/exports/").content.decode()
        assert "季度审计抽查" in page
        assert "下载文件" in page

    def test_unfinished_export_asks_for_itself_again(self, audit_client):
        job = ExportJob.objects.get(uuid=post(audit_client).json()["id"])
        ExportJob.objects.update(state=JobState.RUNNING)
        card = audit_client.get(f"/desk/exports/{job.uuid}/").content.decode()
        assert 'hx-trigger="every 1s"' in card
        assert "<progress" in card
