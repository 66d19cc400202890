"""Before the demo serves: database structure, sample street, static files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from portal.demo.telling import Died, say
from portal.embedded.environment import ROOT
from portal.embedded.folder import DataFolder

STEPS = [
    ("正在整理数据库结构…", ["migrate", "--noinput", "--verbosity=0"]),
    ("正在载入样例街道…", ["setup_demo"]),
    ("正在整理网页文件…", ["collectstatic", "--noinput", "--verbosity=0"]),
]
SOURCES = [
    *("portal", "governance", "economy", "partybuilding", "safety", "livelihood", "static"),
    *("requirements.txt", "package.json"),
]


def prepare(folder: DataFolder, *, own_database: bool) -> None:
    """Every step, or none when nothing changed since the last time on a database that is ours alone."""
    record = folder.path / "prepared"
    now = _fingerprint()
    if own_database and record.exists() and record.read_text() == now:
        return
    for title, arguments in STEPS:
        say(title)
        _manage(arguments)
    record.write_text(now)


def _manage(arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=ROOT)
    if done.returncode != 0:
        raise Died(f"这一步没有成功：manage.py {' '.join(arguments)}")


def _fingerprint() -> str:
    """Changes with the code, the sample data, the static files, the installed versions and the demo password."""
    digest = hashlib.sha256(os.environ.get("DEMO_PASSWORD", "").encode())
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")) or [ROOT / source]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
