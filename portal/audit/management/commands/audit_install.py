"""`audit_install`: put the capturing triggers in place again, as `migrate` does at its end."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.audit.installer import install


class Command(BaseCommand):
    help = "检查并恢复各数据表的日志触发器。"

    def handle(self, **options: Any) -> None:
        tables = install()
        self.stdout.write(f"已恢复：{'、'.join(tables)}" if tables else "各数据表的日志触发器齐全。")
