"""The environment of the portal's processes on a machine where nobody has set it."""

from __future__ import annotations

import os
from pathlib import Path

from portal.embedded import account
from portal.embedded.folder import SECRETS, DataFolder

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = "portal.settings.local"


def data_folder(given: Path | None = None) -> Path:
    """The data folder asked for, else JIEDAO_DATA, else `var/` of the project."""
    return (given or Path(os.environ.get("JIEDAO_DATA") or ROOT / "var")).absolute()


def environment(data: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """What a process needs to run on these servers. Variables that are set already stay.

    Secrets are made up for local runs only: production refuses to start and says which is missing.
    """
    folder = DataFolder(data.resolve())
    given = {
        "DJANGO_SETTINGS_MODULE": LOCAL,
        "JIEDAO_DATA": str(folder.path),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
    } | {name: value for name, value in os.environ.items() if value}
    if given["DJANGO_SETTINGS_MODULE"] == LOCAL:
        folder.prepare()
        with folder.starting():
            made = folder.secrets()
        given = {name: made[name] for name in SECRETS if not name.endswith("_PASSWORD")} | given
    if not os.environ.get("DATABASE_URL"):
        # psql and pg_dump for `dbshell` and backups, after the machine's own.
        given["PATH"] = f"{given.get('PATH', os.defpath)}:{account.binaries()}"
    given["PYTHONPATH"] = str(ROOT)
    return given
