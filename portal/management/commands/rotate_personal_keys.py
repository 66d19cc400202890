"""`manage.py rotate_personal_keys`: bring all personal data under the first key of the ring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal import audit
from portal.personal.rotation import encrypted_columns, reencrypt_column


class Command(BaseCommand):
    """Afterwards the old key may leave the ring, once no backup and no audit entry needs it any more."""

    help = "用密钥环的第一个密钥重新加密全部个人信息，可中断后重新执行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch-size", type=int, default=500, help="每批行数")

    def handle(self, *args: Any, **options: Any) -> None:
        for model, column in encrypted_columns():
            with audit.context(actor="system:rotate_keys", reason="更换个人信息的加密密钥"):
                count = reencrypt_column(model, column, batch_size=max(1, options["batch_size"]))
            self.stdout.write(f"{column.context}：重新加密 {count} 行")
