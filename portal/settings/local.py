"""The demo and everyday development: real services, demo accounts, plain HTTP on loopback."""

from portal.settings import env
from portal.settings.base import *  # noqa: F403

DEMO = True
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "jiedao-demo-2026")
