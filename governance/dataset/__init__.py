"""An office's enterprises from a folder of data, and the industries they are classified by."""

from pathlib import Path

from governance.dataset import enterprises, industries


def load(folder: Path) -> None:
    """Load every part that the folder holds; what was loaded before stays."""
    industries.load()
    enterprises.load(folder)
