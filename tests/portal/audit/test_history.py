"""The history tab: who, when, which field, from what to what, in Chinese."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password

from portal import audit
from portal.accounts.models import User
from portal.attachments.models import Document
from portal.audit.history import history_of

pytestmark = pytest.mark.django_db


def told(change) -> list[str]:
    return [str(one) for one in change.changes]


def test_changes_newest_first_with_names(street, community, economy_clerk):
    with audit.context(actor=economy_clerk, reason="收文"):
        record = Document.objects.create(area=street, title="通知", size=3)
    with audit.context(actor=economy_clerk, reason="转社区"):
        record.area = community
        record.title = "通报"
        record.save()
    newest, oldest = history_of(record)
    assert (newest.actor, newest.action_label, newest.reason) == ("样例economy_clerk", "修改", "转社区")
    assert told(newest) == ["所属区域：样例街道 → 甲社区", "标题：通知 → 通报"]
    assert (oldest.action_label, oldest.reason) == ("新增", "收文")
    assert "标题：— → 通知" in told(oldest)


def test_personal_data_is_masked_and_secrets_are_not_shown(economy_clerk):
    economy_clerk.mobile = "13800138000"
    economy_clerk.password = make_password("Another-2026")
    economy_clerk.is_active = False
    economy_clerk.save()
    lines = told(history_of(economy_clerk)[0])
    assert "password：（不显示） → （不显示）" in lines or "密码：（不显示） → （不显示）" in lines
    assert "启用：是 → 否" in lines
    (mobile,) = [line for line in lines if line.startswith("手机号")]
    assert "13800138000" not in mobile
    assert "138" in mobile


@pytest.mark.parametrize("changes", [1, 30])
def test_queries_do_not_grow(street, economy_clerk, django_assert_num_queries, changes):
    with audit.context(actor=economy_clerk):
        record = Document.objects.create(area=street, title="通知")
        for n in range(changes):
            Document.objects.filter(pk=record.pk).update(title=f"第{n}版", created_by=economy_clerk)
    with django_assert_num_queries(3):  # entries, users, areas
        assert len(history_of(record)) == changes + 1


def test_what_it_describes_may_be_gone(street, nobody):
    with audit.context(actor=nobody):
        record = Document.objects.create(area=street, title="通知", created_by=nobody)
    Document.objects.filter(pk=record.pk).update(created_by=None)
    User.objects.filter(pk=nobody.pk)._raw_delete("default")
    lines = [line for change in history_of(record) for line in told(change)]
    assert f"登记人：第 {nobody.pk} 号（已不存在） → —" in lines
    assert history_of(record)[-1].actor == "nobody"


def test_limit(street):
    record = Document.objects.create(area=street, title="通知")
    for n in range(5):
        Document.objects.filter(pk=record.pk).update(title=f"第{n}版")
    assert [told(change)[0] for change in history_of(record, limit=2)] == [
        "标题：第3版 → 第4版",
        "标题：第2版 → 第3版",
    ]
