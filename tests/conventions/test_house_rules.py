"""What this house does not do, kept by reading its code."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("portal", "governance", "economy", "partybuilding", "safety", "livelihood")
SPEAKERS = {"views", "api", "admin", "serializers", "facts"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def sources() -> list[Path]:
    """Our own modules, without migrations."""
    found = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield path, node


def assigned(node: ast.ClassDef) -> dict[str, ast.expr]:
    return {
        target.id: child.value
        for child in node.body if isinstance(child, ast.Assign)
        for target in child.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def test_no_rooms_without_a_name():
    assert [
        str(path) for path in sources() if path.stem in ("utils", "helpers") or "common" in path.parts
    ] == []


def test_no_model_orders_itself():
    metas = ((path, node) for path, node in classes() if node.name == "Meta")
    assert [path for path, node in metas if "ordering" in assigned(node)] == []


def test_no_form_or_serializer_takes_all_fields():
    everything = [
        path for path, node in classes()
        if isinstance(value := assigned(node).get("fields"), ast.Constant) and value.value == "__all__"
    ]  # fmt: skip
    assert everything == []


def test_no_signals_of_our_own():
    made = [
        path for path, tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("Signal", "receiver")
    ]  # fmt: skip
    assert made == []


def sample_names() -> set[str]:
    """The places the sample's people work in, without the word for their kind."""
    names = set()
    for folder in (ROOT / "portal" / "sample").iterdir():
        places = {row["area_code"] for row in table(folder / "accounts.csv")}
        names |= {row["name"] for row in table(folder / "areas.csv") if row["code"] in places}
    return {re.sub(r"(街道|社区|区|居委会|居民委员会|办事处)+$", "", name) for name in names}


def table(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_no_place_of_the_sample_is_named_in_code():
    named = re.compile("|".join(sorted(sample_names())))
    code = [path for path in [*sources(), *TEMPLATES] if "sample" not in path.parts]
    found = {str(path.relative_to(ROOT)): named.findall(path.read_text(encoding="utf-8")) for path in code}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_pages_keep_scripts_and_styles_in_files(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"", text) == []


# What is asked for without a scope where requests are answered, and why nobody learns what he should not.
UNSCOPED = {
    "CalendarYear": "the national calendar, the same for everybody",
    "IndustryCode": "the national classification, the same for everybody",
    "LandUseCode": "the national land use codes, the same for everybody",
    "Verification": "verdicts on the whole trail, for those who may verify it",
    "Post": "the posts of the accounts on the page, which were asked for by their scope",
    "ProjectFunds": "the total of one project, which was asked for by its scope",
}
ASKED = re.compile(r"(\w+)\.objects\b(?!\.(?:visible_to|of|add_child|none)\()")
BY_SCOPE = re.compile(
    r"visible_to|VisibleRelatedField|ColleagueField|area_ids|posts__user|pk=record|by=|user=|pk__in"
)


def test_those_who_speak_ask_for_what_is_visible():
    asked = []
    for path, tree in trees():
        package, *inner = Path(path).with_suffix("").parts
        if not {inner[-1], inner[0] if package != "portal" else ""} & SPEAKERS:
            continue
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for node in ast.walk(tree):
            if isinstance(node, ast.stmt) and not hasattr(node, "body"):
                said = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                models = set(ASKED.findall(said)) - UNSCOPED.keys()
                if models and not BY_SCOPE.search(said):
                    asked.append(f"{path}:{node.lineno} {said.strip()[:120]}")
    assert asked == [], "\n".join(asked)


def public(node: ast.AST) -> bool:
    return (
        isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and node.name != "Meta"
    )


def test_what_is_public_says_what_it_is():
    silent = []
    for path, tree in trees():
        if "management" in Path(path).parts or path.endswith("apps.py"):
            continue
        tops = [node for node in tree.body if public(node)]
        methods = [
            child for node in tops if isinstance(node, ast.ClassDef) and not node.bases
            for child in node.body if public(child)
        ]  # fmt: skip
        silent += [
            f"{path}:{node.lineno} {node.name}" for node in [*tops, *methods] if not ast.get_docstring(node)
        ]
    assert silent == [], "\n".join(silent)


def test_types_are_checked_everywhere_and_each_exception_says_why():
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    unexplained = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: ignore" in line and not re.search(r"# type: ignore\[[a-z-]+\]  # \S", line)
    ]

    assert (tuple(checked["packages"]), checked["exclude"]) == (PACKAGES, ["/migrations/"])
    assert unexplained == [], "\n".join(unexplained)


def test_every_file_of_pins_names_the_same_versions_and_no_address():
    files = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("requirements*.txt")}
    pins = {
        name: set(re.findall(r"^([\w.-]+==\S+)", text, flags=re.MULTILINE)) for name, text in files.items()
    }

    assert pins["requirements.txt"] < pins["requirements-test.txt"]
    assert pins["requirements-redis.txt"] < pins["requirements.txt"]
    assert [name for name, text in files.items() if "://" in text] == []
