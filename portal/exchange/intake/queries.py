"""Questions about imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import NotVisible
from portal.exchange.intake.models import ImportJob

if TYPE_CHECKING:
    from portal.accounts.models import User


def import_of(user: User, pk: int) -> ImportJob:
    """The import `pk` as `user` may handle it; refuses one he may not see."""
    jobs = ImportJob.objects.handled_by(user).select_related("area", "created_by", "confirmed_by", "document")
    job = jobs.filter(pk=pk).first()
    if job is None:
        raise NotVisible("没有这次导入，或者它不在您负责的区域内。")
    return job
