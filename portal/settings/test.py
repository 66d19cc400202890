"""Tests: fast hashing, fixed keys, tasks run in place; database and Redis are real."""

import base64
import os
from urllib.parse import urlsplit

for _name, _value in {
    "SECRET_KEY": "tests-only-" + "x" * 50,
    "PERSONAL_DATA_KEYS": "t1:" + base64.b64encode(b"1" * 32).decode(),
    "PERSONAL_INDEX_KEY": base64.b64encode(b"2" * 32).decode(),
    "AUDIT_SEAL_KEY": base64.b64encode(b"3" * 32).decode(),
}.items():
    os.environ.setdefault(_name, _value)

# Tests run side by side: each worker has a Redis database of its own, as it has a database.
if _worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    _redis = urlsplit(os.environ["REDIS_URL"])
    _database = str(1 + int(_worker))
    _place = {"query": f"db={_database}"} if _redis.scheme == "unix" else {"path": f"/{_database}"}
    os.environ["REDIS_URL"] = _redis._replace(**_place).geturl()

from portal.settings.base import *  # noqa: E402, F403

DEMO = True
DEMO_PASSWORD = "jiedao-demo-2026"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
API_RATES = dict.fromkeys(API_RATES, 1_000_000)
LOGGING = {}
