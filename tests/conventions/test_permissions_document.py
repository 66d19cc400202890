"""What a role may do changes only together with the document people read."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command

from portal.accounts.descriptions import describe
from portal.accounts.roles import all_permissions


def test_the_document_is_what_the_code_says():
    call_command("write_permissions", "--check")

    assert (settings.BASE_DIR / "docs" / "permissions.md").exists()


def test_every_permission_is_described_in_chinese():
    undescribed = [name for name in all_permissions() if describe(name) == name]

    assert undescribed == []
