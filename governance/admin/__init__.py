"""The back office of this app."""

from governance.admin import enterprises as enterprises
