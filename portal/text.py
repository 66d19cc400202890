"""Text is cleaned at the door: control and invisible format characters never get in, visible ones never change.

Pages, the API and sheets all ask here. Gone are what no reader sees and every comparison stumbles over: zero-width
blanks and joiners, byte order marks, soft hyphens, marks that turn the direction of writing, fillers, tags, bells
and escapes. What Chinese writing needs stays: a variation selector right after an ideograph tells two forms of a
rare character apart (Unicode's ideographic variation sequences), one after a symbol how that symbol looks.
NUL is not dropped but refused in words by whoever reads the text: it never comes from a keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

IDEOGRAPHS = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SYMBOLS = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
CONTROLS = "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
# Of Unicode's format characters the number signs of Arabic and of Kaithi are seen, and stay.
IN_BASIC_PLANE = (
    "\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
BEYOND = "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
INVISIBLES = IN_BASIC_PLANE + BEYOND

LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What is worth a closer look; told apart from ordinary text at a third of the cost of the exact ranges.
SUSPECT = re.compile(f"[{CONTROLS}{IN_BASIC_PLANE}\r\v\f\x85\u2028\u2029\U00010000-\U0010ffff]")
DROPPED = re.compile(
    f"([{IDEOGRAPHS}][\ufe00-\ufe02\U000e0100-\U000e01ef]|[{SYMBOLS}][\ufe0e\ufe0f])|[{CONTROLS}{INVISIBLES}]+"
)
BREAKS = re.compile("[\n\t]+")


def clean_text(text: str) -> str:
    """`text` of one or more lines, without what nobody sees; every line ends with a line feed, tabs stay."""
    if not SUSPECT.search(text):
        return text
    return DROPPED.sub(r"\1", LINE_END.sub("\n", text))


def clean_line(text: str) -> str:
    """`text` on one line: cleaned, and every line break or tab becomes a blank."""
    return BREAKS.sub(" ", clean_text(text))


def clean_within(value: Any, *, lines: bool) -> Any:
    """`value` with every text in it cleaned, also inside lists and mappings; everything else as it is."""
    if isinstance(value, str):
        return clean_text(value) if lines else clean_line(value)
    if isinstance(value, list | tuple):
        return type(value)(clean_within(item, lines=lines) for item in value)
    if isinstance(value, Mapping):
        return {
            clean_within(name, lines=lines): clean_within(item, lines=lines) for name, item in value.items()
        }
    return value
