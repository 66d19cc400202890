"""The Celery application: background exports and imports, sealing, schedules."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

app = Celery("jiedao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
