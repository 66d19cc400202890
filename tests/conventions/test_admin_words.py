"""Every word of the back office's theme has its Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import unfold
from django.utils import translation

ROOT = Path(unfold.__file__).parent
TRANS = re.compile(r"\{%\s*trans(?:late)?\s+(\"[^\"]+\"|'[^']+')")
SKIPPED = ("contrib/constance", "contrib/guardian", "contrib/import_export", "contrib/location_field",
           "contrib/simple_history", "components/chart", "money")  # fmt: skip


def words() -> set[str]:
    found: set[str] = set()
    for path in (*ROOT.rglob("*.html"), *ROOT.rglob("*.py")):
        if any(part in path.as_posix() for part in SKIPPED):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            found |= {ast.literal_eval(quoted) for quoted in TRANS.findall(text)}
        else:
            found |= {
                call.args[0].value for call in ast.walk(ast.parse(text))
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "gettext", "gettext_lazy")
                and call.args and isinstance(call.args[0], ast.Constant)
            }  # fmt: skip
    return found


@pytest.mark.parametrize("word", sorted(words() - {"%(class_name)s %(instance)s"}))
def test_the_word_has_its_chinese(word):
    with translation.override("zh-hans"):
        assert translation.gettext(word) != word
