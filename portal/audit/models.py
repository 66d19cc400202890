"""The trail as Django reads it; the tables are the database's own (`schema.py`)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.scoping import ScopedQuerySet

ACTIONS = {
    "insert": "新增", "update": "修改", "delete": "删除", "truncate": "清空",
    "login": "登录", "logout": "退出", "login_failed": "登录失败", "account_locked": "账号锁定",
    "unlock_user": "解锁账号", "password_changed": "修改密码", "password_reset": "重置密码", "second_factor_bound": "绑定动态口令",
    "second_factor_passed": "动态口令通过", "second_factor_failed": "动态口令错误",
    "second_factor_reset": "重置动态口令", "second_factor_unbound": "解绑动态口令",
    "recovery_codes_renewed": "更换备用码", "reveal": "查看完整个人信息", "import": "导入",
    "export": "导出", "download": "下载", "verify": "校验日志", "detach_month": "转存旧日志",
}  # fmt: skip


class ExactDecoder(json.JSONDecoder):
    """Reads amounts as they were written, not as binary fractions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "parse_float": Decimal})


class AuditQuerySet(ScopedQuerySet):
    """Entries and seals, for those who may read the trail."""

    def visible_to(self, user: Any, *, permission: str | None = None, on: date | None = None) -> Self:
        """Everything for the audit administrator, nothing for anybody else."""
        allowed = getattr(user, "is_authenticated", False) and user.is_active
        return self if allowed and user.reach(permission or "audit.view_entry", on=on) else self.none()

    def of(self, record: models.Model) -> Self:
        """The entries about one record, newest first."""
        return self.filter(table_name=record._meta.db_table, key=str(record.pk)).order_by("-id")


class AuditEntry(models.Model):
    """One change or event: who, when, in which request, why, what was before and after.

    Without foreign keys, so that it outlives what it describes. `before` and `after` hold only the changed
    columns of an update; secrets are replaced by a mark, personal data stays encrypted.
    """

    id = models.BigAutoField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("账号编号", null=True)
    actor = models.TextField("操作人")
    request = models.UUIDField("请求号", null=True)
    reason = models.TextField("事由")
    action = models.TextField("动作")
    table_name = models.TextField("数据表")
    key = models.TextField("记录编号")
    before = models.JSONField("改前", null=True, decoder=ExactDecoder)
    after = models.JSONField("改后", null=True, decoder=ExactDecoder)
    area_id = models.BigIntegerField("区域编号", null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "audit_entry"
        default_permissions = ()
        verbose_name = verbose_name_plural = "操作日志"

    def __str__(self) -> str:
        return f"{self.id} {self.actor} {self.action_label} {self.table_name} {self.key}"

    @property
    def action_label(self) -> str:
        """The Chinese word for what was done; an app's own event keeps its name."""
        return ACTIONS.get(self.action, self.action)


class AuditSeal(models.Model):
    """A closed batch of entries: one 16-byte leaf for each, under a digest that includes the seal before.

    It covers the ids `first_id`–`last_id` except `gaps` (pairs of first and last id that were rolled back).
    """

    no = models.BigIntegerField("封存号", primary_key=True)
    first_id = models.BigIntegerField("起始序号")
    last_id = models.BigIntegerField("截止序号")
    count = models.IntegerField("条数")
    gaps = ArrayField(models.BigIntegerField(), verbose_name="空号")
    leaves = models.BinaryField("逐条摘要")
    previous = models.BinaryField("上一封存的摘要")
    digest = models.BinaryField("摘要")
    at = models.DateTimeField("封存时间")

    objects = AuditQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "audit_seal"
        default_permissions = ()
        verbose_name = verbose_name_plural = "日志封存"

    def __str__(self) -> str:
        return f"{self.no}:{self.hex}"

    @property
    def hex(self) -> str:
        """The digest as an auditor writes it down."""
        return bytes(self.digest).hex()


class AuditDetachment(models.Model):
    """A month that was moved out of the trail: which ids went with it, under a keyed digest of its own."""

    month = models.DateField("月份", primary_key=True)
    runs = ArrayField(models.BigIntegerField(), verbose_name="序号段")
    count = models.BigIntegerField("条数")
    seal = models.BigIntegerField("转存前的封存号")
    digest = models.BinaryField("摘要")
    at = models.DateTimeField("转存时间")

    objects = AuditQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "audit_detachment"
        default_permissions = ()
        verbose_name = verbose_name_plural = "旧日志转存"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Verification(models.Model):
    """One run of the check, asked for on the page, done in the background; `result` is empty until done."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="校验人")
    asked_at = models.DateTimeField("提出时间", auto_now_add=True)
    expected = models.CharField("封存号与摘要", max_length=1000, blank=True)
    done_at = models.DateTimeField("完成时间", null=True)
    result = models.JSONField("结果", null=True)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        default_permissions = ()
        verbose_name = verbose_name_plural = "日志校验"

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
