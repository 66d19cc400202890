"""An export over posts whose holders have awkward names, and where its files go."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of each test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
