"""The portal as it is, with the two views every ratio is taken against."""

from portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["*"]
DEBUG = False
