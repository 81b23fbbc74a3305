"""Everything out of an export is text. One function per place that text may go to.

Titles come from strangers: they hold markup, template braces, formulas, bidirectional controls and worse. Nothing else
in this package quotes for a target; templates autoescape with `html`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from markupsafe import Markup
from markupsafe import escape as _escape

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# Overrides and isolates let a title reorder the text around it; zero-width joiners stay, emoji need them.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^:=\"'&$@/])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    """Text as it may stand on one line anywhere: no controls, no bidirectional overrides, white space folded, NFC."""
    text = _BIDI.sub("", _CONTROLS.sub("", unicodedata.normalize("NFC", text)))
    return re.sub(r"\s+", " ", text).strip()


def html(text: object) -> Markup:
    """For element content and quoted attributes."""
    return _escape(_CONTROLS.sub("", str(text)))


def svg(text: object) -> str:
    """For a string that Vega will write into an SVG: Vega quotes the markup, but XML forbids the controls outright."""
    return clean(str(text))


def markdown(text: object) -> str:
    """For a line of Markdown: every character that could start something is escaped."""
    return _MARKDOWN.sub(r"\\\1", clean(str(text)))


def prose(text: object) -> str:
    """For a line of Markdown that a person goes on writing: only what would start something is escaped."""
    inline = re.sub(r"([\\`*_\[\]<>&])", r"\\\1", clean(str(text)))
    return re.sub(r"^([#=~+-]|\d{1,9}(?=[.)](?:\s|$)))", _escaped_start, inline)


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


def json_script(value: Any) -> Markup:
    """JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def csv(value: object) -> object:
    """For a CSV cell: text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = _CONTROLS.sub("", value)
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def cell(text: str) -> str:
    """For a workbook's cell of text, which is no formula whatever it starts with: without what XML can't hold."""
    return _CONTROLS.sub("", text)
