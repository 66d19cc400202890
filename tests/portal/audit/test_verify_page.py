"""The check from the command line and on its page."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.audit.events import record_event
from portal.audit.models import AuditEntry, Verification
from portal.audit.sealing import newest_seal, seal_now

pytestmark = pytest.mark.django_db


def run_command(*arguments: str) -> tuple[int, str]:
    output = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=output)
    except SystemExit as end:
        return end.code, output.getvalue()
    return 0, output.getvalue()


def test_command_on_a_whole_trail():
    record_event(action="probe")
    code, text = run_command("--json")
    answer = json.loads(text)
    assert (code, answer["whole"], answer["first_bad"], answer["unsealed"]) == (0, True, None, 0)
    code, text = run_command("--seal", f"{answer['last_seal']}:{answer['digest']}")
    assert code == 0
    assert text.startswith("操作日志完好：")
    assert f"{answer['last_seal']}:{answer['digest']}" in text


def test_command_names_the_first_bad_entry(tamper):
    entry = record_event(action="probe")
    seal_now()
    tamper(f"UPDATE audit_entry SET actor = 'x' WHERE id = {entry}")
    code, text = run_command()
    assert code == 1
    assert f"第 {entry} 条日志在封存之后被改动" in text
    code, text = run_command("--json")
    assert (code, json.loads(text)["first_bad"]["entry"]) == (1, entry)


def test_command_refuses_a_malformed_digest():
    with pytest.raises(CommandError, match="不是“封存号:摘要”"):
        run_command("--seal", "12")


def test_page_runs_a_check_in_the_background(client, audit_admin, django_capture_on_commit_callbacks):
    record_event(action="probe")
    seal_now()
    client.force_login(audit_admin)
    page = client.get(reverse("audit:verify"))
    assert str(newest_seal()) in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("audit:verify"), {"expected": str(newest_seal())})
    run = Verification.objects.get()
    assert answer["Location"] == reverse("audit:verification", args=[run.pk])
    assert run.result["whole"]
    assert "操作日志完好" in client.get(answer["Location"]).content.decode()
    assert AuditEntry.objects.filter(action="verify", actor_id=audit_admin.pk).count() == 1


def test_page_shows_the_first_bad_entry(client, auditor, tamper, django_capture_on_commit_callbacks):
    entry = record_event(action="probe")
    seal_now()
    tamper(f"DELETE FROM audit_entry WHERE id = {entry}")
    client.force_login(auditor)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("audit:verify"))
    assert f"第 {entry} 条日志被删除" in client.get(answer["Location"]).content.decode()


def test_page_refuses_a_malformed_digest(client, auditor):
    client.force_login(auditor)
    answer = client.post(reverse("audit:verify"), {"expected": "12:abc"})
    assert answer.status_code == 400
    assert "摘要应为 64 位" in answer.content.decode()
    assert not Verification.objects.exists()


def test_others_may_not(client, economy_clerk):
    client.force_login(economy_clerk)
    assert client.get(reverse("audit:verify")).status_code == 403


def test_only_the_audit_administrator_reads_the_trail(audit_admin, auditor, admin_user, street_leader):
    record_event(action="probe")
    assert AuditEntry.objects.all().visible_to(audit_admin).exists()
    for user in (auditor, admin_user, street_leader):
        assert not AuditEntry.objects.all().visible_to(user).exists()
