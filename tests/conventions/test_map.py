"""`docs/map.md` says where things are; a file it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = re.findall(r"^\| (.+?\?) \| `(.+?)` \|$", (ROOT / "docs/map.md").read_text(encoding="utf-8"), re.M)
LAYERS = (
    "views",
    "forms",
    "filters",
    "serializers",
    "actions",
    "exports",
    "imports",
    "admin",
    "api",
    "models",
    "queries",
    "flows",
)


@pytest.mark.parametrize(("question", "path"), ANSWERS, ids=[question for question, _ in ANSWERS])
def test_the_answer_is_there(question, path):
    assert (ROOT / path).is_file()


def test_the_map_answers_enough():
    assert len(ANSWERS) >= 15


def test_every_folder_of_an_app_is_a_room():
    """No layer folders: what stands in an app is a room its configuration names."""
    stray = []
    for config in apps.get_app_configs():
        rooms = getattr(config, "rooms", None)
        if rooms is None:
            continue
        folders = {path.parent.name for path in Path(config.path).glob("*/__init__.py")} - {
            "migrations",
            "management",
        }
        stray += [f"{config.label}/{name}" for name in folders ^ set(rooms)]
        stray += [f"{config.label}/{name}" for name in LAYERS if (Path(config.path) / name).is_dir()]
    assert stray == []


def test_rooms_of_an_app_are_named_in_the_contract_of_its_floors():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for config in apps.get_app_configs():
        rooms = getattr(config, "rooms", ())
        contract = re.search(rf'containers = \["{config.label}"\]\nlayers = \[(.*?)\]', text, re.S)
        assert not rooms or set(re.findall(r"[a-z_]+", contract[1] if contract else "")) == set(rooms)


SHOWN = re.findall(
    r"^`(\S+\.py)`: .+?\n\n```python\n(.+?)\n```",
    (ROOT / "docs/adding-a-record.md").read_text(encoding="utf-8"),
    re.M | re.S,
)


@pytest.mark.parametrize(("path", "code"), SHOWN, ids=[path for path, _ in SHOWN])
def test_the_record_shown_is_the_record_there_is(path, code):
    assert code in (ROOT / path).read_text(encoding="utf-8")


def test_a_plain_record_takes_under_150_lines():
    assert sum(len(code.splitlines()) for _, code in SHOWN) < 150
    assert len(SHOWN) >= 10
