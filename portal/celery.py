"""The Celery application: background exports and imports, sealing, schedules."""

import os

from celery import Celery
from celery.signals import heartbeat_sent
from django.apps import apps

from portal.rooms import packages_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")


def task_packages() -> list[str]:
    """Every app and room: where tasks are looked for."""
    return [package for config in apps.get_app_configs() for package in packages_of(config)]


app = Celery("jiedao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(task_packages)


@heartbeat_sent.connect
def remember_heartbeat(**_: object) -> None:
    """What `/readyz` looks for: a worker lives."""
    from portal.health import beat

    beat()
