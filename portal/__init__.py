"""The office itself: mechanisms that every line of work uses."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
