"""Whatever is downloaded has a name people can read, written the one way browsers understand (RFC 5987)."""

from __future__ import annotations

import ast

from tests.conventions.test_house_rules import trees


def test_every_file_that_is_answered_says_its_name():
    nameless = [
        f"{path}:{node.lineno}" for path, tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FileResponse"
        and not {"filename", "as_attachment"} <= {keyword.arg for keyword in node.keywords}
    ]  # fmt: skip
    assert nameless == []


def test_nobody_writes_that_header_by_hand():
    written = [
        f"{path}:{node.lineno}" for path, tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "filename=" in node.value.replace("*", "")
    ]  # fmt: skip
    assert written == []
