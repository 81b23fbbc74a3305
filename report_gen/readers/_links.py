"""Links to notes and creators → ids: 24 hexadecimal digits, always text."""

from __future__ import annotations

import re

from report_gen.readers import _cells
from report_gen.readers._sheets import Cell

_NOTE = re.compile(
    r"(?:xiaohongshu|rednote)\.com/(?:explore|discovery/item|search_result|user/profile/[0-9a-f]{24})/([0-9a-f]{24})"
)
_ID = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)
_CREATOR = re.compile(r"/(?:user/profile|blogger-detail)/([0-9a-f]{24})")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_EXACT = 10**15  # numbers below it keep all their digits in a spreadsheet


def note(text: str) -> str:
    """The note's id out of a link to it; other text as it is, but no link keeps its query, which holds access tokens."""
    match = _NOTE.search(text)
    if match:
        return match[1]
    return re.sub(r"[?#].*", "", text) if re.match(r"https?://", text) else text


def note_id(cell: Cell) -> str:
    """The id that a cell holds or links to; empty where it holds none, as a short link does. Raises ValueError for a number,
    whose last digits a spreadsheet has thrown away, and for text that is no id."""
    if _cells.is_missing(cell):
        return ""
    text = note(identifier(cell))
    if _ID.fullmatch(text):
        return text.lower()
    if re.match(r"https?://", text):
        return ""
    raise ValueError("is no note id, which has 24 characters (0-9, a-f); correct the cell, or leave it blank")


def identifier(cell: Cell) -> str:
    """An id of any shape, as text; empty where there is none. Raises ValueError for a number that lost digits."""
    if _cells.is_missing(cell):
        return ""
    text = _cells.text(cell)
    if (isinstance(cell, float) and abs(cell) >= _EXACT) or _ROUNDED.fullmatch(text):
        raise ValueError(
            "is an id that a spreadsheet took for a number and rounded; export the file again, and format the column as text "
            "before saving it"
        )
    return text


def creator_id(text: str) -> str:
    """The user's id out of a link to a creator's page; empty where it holds none."""
    match = _CREATOR.search(text)
    return match[1] if match else ""
