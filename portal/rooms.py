"""Rooms: an app's sub-packages, one system each. A mechanism finds a room's part by its file name.

An app's configuration names its `rooms`, ground floor first; the app itself comes before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import AppConfig, apps


def packages_of(config: AppConfig) -> list[str]:
    """The app's package and its rooms', ground floor first."""
    return [config.name, *(f"{config.name}.{room}" for room in getattr(config, "rooms", ()))]


def parts(name: str) -> Iterator[tuple[AppConfig, ModuleType]]:
    """Every `<app>.<name>` and `<app>.<room>.<name>` there is, imported, with the app it belongs to."""
    for config in apps.get_app_configs():
        for package in packages_of(config):
            if _stands(f"{package}.{name}"):
                yield config, import_module(f"{package}.{name}")


def load_parts(*names: str) -> None:
    """Import every part of these names: what stands in them declares itself."""
    for name in names:
        for _ in parts(name):
            pass


def _stands(module: str) -> bool:
    """Whether there is such a module; a folder that a move left behind empty is none."""
    spec = find_spec(module)
    return spec is not None and spec.origin is not None
