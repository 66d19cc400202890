"""What the datasets of all rooms read alike from an office's folder: documents, holders of posts, numbers and days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.files import File

from portal.accounts.dataset import rows
from portal.accounts.models import Area, User
from portal.accounts.roles import Role
from portal.attachments.actions import keep_document
from portal.attachments.models import Document


def documents_in(folder: Path, office: Area, table: str = "documents.csv") -> dict[str, Document]:
    """The documents a table of the folder names, kept, by their key."""
    kept = {}
    for row in rows(folder / table):
        with (folder / row["file"]).open("rb") as file:
            kept[row["key"]] = keep_document(
                File(file, row["file"]), area=office, title=row["title"], by=None
            )
    return kept


def holder_of(role: Role, area: Area) -> User | None:
    """Who held a role over exactly this area first; None when nobody did."""
    return User.objects.filter(posts__role=role, posts__area=area).order_by("id").first()


def number_in(text: str | None) -> Decimal | None:
    """The number of a cell; None of an empty one."""
    return Decimal(text) if text else None


def day_in(text: str | None) -> date | None:
    """The day of a cell; None of an empty one."""
    return date.fromisoformat(text) if text else None
