"""An office's economy from a folder of data."""

from pathlib import Path

from economy.dataset import clusters, indicators, parcels, projects


def load(folder: Path) -> None:
    """Load every part that the folder holds; what was loaded before stays."""
    indicators.load(folder)
    parcels.load(folder)
    clusters.load(folder)
    projects.load(folder)
