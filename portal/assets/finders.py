"""Files of other packages: only those that pages load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage

NEVER_LOADED = ["*.map", "rest_framework", "redoc", "django_htmx"]


class AppsFinder(AppDirectoriesFinder):
    """Django's own finder of the files of apps, without what no page of ours loads."""

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Any]]:
        """Every file, with the storage it lies in."""
        yield from super().list([*(ignore_patterns or []), *NEVER_LOADED])


class VendorFinder(BaseFinder):
    """Finds `vendor/<name>/…` in `node_modules`: `VENDOR_FILES` names the folder and the files of each package."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to complain of: a missing package shows as missing files."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Where a file lies, by its name under `vendor/`; an empty list when it is none of them."""
        places = [
            storage.path(name) for name, storage in self.list(None) if f"{storage.prefix}/{name}" == path
        ]
        return places if find_all or not places else places[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Any]]:
        """Every file there is, with the storage it lies in."""
        for name, (folder, patterns) in settings.VENDOR_FILES.items():
            storage = FileSystemStorage(location=settings.NODE_MODULES / folder)
            storage.prefix = f"vendor/{name}"  # type: ignore[attr-defined]  # Django reads it
            place = Path(storage.location)
            for path in (path for pattern in patterns for path in sorted(place.glob(pattern))):
                yield path.relative_to(place).as_posix(), storage
