"""Keeping a document."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.base import File

from portal.attachments.models import DIGEST_SHOWN, LONGEST_FILE_NAME, Document
from portal.writing import in_turn, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User


@writing()
def keep_document(file: File, *, area: Area, title: str, by: User | None, document_number: str = "",
                  dated_on: date | None = None, file_name: str = "") -> Document:  # fmt: skip
    """Store the file as received, with the name people gave it: its own, unless `file_name` says otherwise.

    The same bytes for the same area are kept once, also when they arrive twice at once.
    """
    digest = _digest(file)
    in_turn("document", area.pk, digest)
    known = Document.objects.filter(area=area, sha256=digest).first()
    if known is not None:
        return known
    name = (file_name or file.name or "").rsplit("/", 1)[-1]
    document = Document(area=area, title=title, created_by=by, document_number=document_number, dated_on=dated_on,
                        sha256=digest, size=file.size, file_name=name[-LONGEST_FILE_NAME:])  # fmt: skip
    document.file.save(f"{digest[:DIGEST_SHOWN]}-{name}", file, save=False)
    return saved(document)


def _digest(file: File) -> str:
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return sha256.hexdigest()
