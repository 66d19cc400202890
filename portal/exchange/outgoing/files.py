"""Files that exist whole or not at all, and know their hash."""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

BLOCK = 1 << 18


def export_path(relative: str) -> Path:
    """Where an export's file lies on disk."""
    return Path(settings.MEDIA_ROOT) / relative


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to that becomes `path` when all went well and vanishes when not."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


class Blocks(io.RawIOBase):
    """The raw end of a growing file: blocks are re-encoded when asked, written, and their lines counted."""

    def __init__(self, file: io.FileIO, encoding: str, lines_seen: Callable[[int], None]) -> None:
        self.file, self.lines, self.lines_seen = file, 0, lines_seen
        self.decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder("utf-8")()
        self.encoding = encoding

    def writable(self) -> bool:
        return True

    def write(self, block: Any) -> int:
        data = bytes(block)
        self.lines += data.count(b"\n")
        self.file.write(data if self.decoder is None else self.decoder.decode(data).encode(self.encoding))
        self.lines_seen(self.lines)
        return len(data)


@contextmanager
def growing(
    path: Path, lines_seen: Callable[[int], None], encoding: str = "utf-8"
) -> Iterator[io.BufferedWriter[Any]]:
    """Write UTF-8 to `path` in `encoding`, block by block, saying after each how many lines there are."""
    with path.open("wb", buffering=0) as file:
        buffered = io.BufferedWriter(Blocks(file, encoding, lines_seen), BLOCK)
        yield buffered
        buffered.flush()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, document: dict[str, Any]) -> None:
    """`document` as a readable JSON file, whole or not at all."""
    with whole_file(path) as part:
        part.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
