"""What was typed into a form, cleaned at the door before any field reads it.

One place for every form there is: pages, filters and the back office alike get their bound fields from the renderer.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField, Textarea

from portal.text import clean_line, clean_within


class CleanBoundField(BoundField):
    """A field with what was sent for it, without control and invisible characters; only text areas keep lines.

    A field with `strip=False` holds a password: what is hashed must be exactly what was meant.
    """

    @property
    def data(self) -> Any:
        """What was sent, cleaned; the names of files too."""
        sent = super().data
        if not getattr(self.field, "strip", True):
            return sent
        for file in sent if isinstance(sent, list) else [sent]:
            if isinstance(file, UploadedFile) and file.name:
                file.name = clean_line(file.name)
        return clean_within(sent, lines=isinstance(self.field.widget, Textarea))
