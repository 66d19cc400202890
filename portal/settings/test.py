"""Tests: fast hashing, fixed keys, tasks run in place; database and Redis are real."""

import base64
import os

for _name, _value in {
    "SECRET_KEY": "tests-only-" + "x" * 50,
    "PERSONAL_DATA_KEYS": "t1:" + base64.b64encode(b"1" * 32).decode(),
    "PERSONAL_INDEX_KEY": base64.b64encode(b"2" * 32).decode(),
    "AUDIT_SEAL_KEY": base64.b64encode(b"3" * 32).decode(),
}.items():
    os.environ.setdefault(_name, _value)

from portal.settings.base import *  # noqa: E402, F403

DEMO = True
DEMO_PASSWORD = "jiedao-demo-2026"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
API_RATES = dict.fromkeys(API_RATES, 1_000_000)
LOGGING: dict = {}
