"""The Celery application: background exports and imports, sealing, schedules."""

import os

from celery import Celery
from celery.signals import heartbeat_sent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

app = Celery("jiedao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@heartbeat_sent.connect
def remember_heartbeat(**_: object) -> None:
    """What `/readyz` looks for: a worker lives."""
    from portal.health import beat

    beat()
