"""Text that fits: how wide it is, how it is cut, and where a label may stand so that nothing overlaps."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from report_gen import escape

SIZE = 13
Row = dict[str, Any]  # px, py, text
Place = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Pixels that the text takes, estimated from the widths of Noto Sans; on the safe side by a few per cent."""
    return sum(_em(character) for character in text) * size * (1.06 if bold else 1)


def _em(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    if ord(character) >= 0x1F000:
        return 1.3
    if unicodedata.east_asian_width(character) in "WF" or "\u2600" <= character < "\u2800":
        return 1.0
    if character in " \u00a0.,:;'|!ijlItf()[]·‘’":
        return 0.32
    if character in "mwMW%@—…":
        return 0.88
    return 0.66 if character.isupper() else 0.56 if ord(character) < 0x250 else 0.7 if ord(character) < 0x2E80 else 1.0


def shorten(text: str, room: float, size: float = SIZE, bold: bool = False) -> str:
    """The text as it may stand in an SVG, cut with … to the pixels that it has."""
    text = escape.svg(text)
    if width(text, size, bold) <= room:
        return text
    while text and width(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def dodge(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions moved apart to at least `gap`, as little as needed, between low and high; in the order given."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    groups: list[tuple[float, list[int]]] = []  # (centre, members): neighbours that touch stand as one block
    for index in order:
        centre, members = min(max(places[index], low), high), [index]
        while groups and centre - groups[-1][0] < gap * (len(groups[-1][1]) + len(members)) / 2:
            before, others = groups.pop()
            both = others + members
            half = gap * (len(both) - 1) / 2
            centre = (before * len(others) + centre * len(members)) / len(both)
            centre, members = min(max(centre, low + half), high - half), both
        groups.append((centre, members))
    moved = list(places)
    for centre, members in groups:
        for place, index in enumerate(members):
            moved[index] = round(centre + gap * (place - (len(members) - 1) / 2), 1)
    return moved


def ending(name: str, figure: str, room: float) -> str:
    """A line's label: the name cut to what the figure leaves of the room, never the figure."""
    return shorten(name, room - width(f" {figure}", bold=True), bold=True) + (f" {figure}" if figure else "")


def clearest(places: Sequence[Place], obstacles: Sequence[Place], room: float) -> Place:
    """Of several places for a label (left end, middle), the first that covers fewest of these pixels."""
    level = {py: [(x, y) for x, y in obstacles if abs(y - py) < 13] for _, py in places}
    return min(places, key=lambda place: covered(place, level[place[1]], room))


def covered(place: Place, obstacles: Sequence[Place], room: float) -> int:
    """How many of these pixels a label there would cover."""
    px, py = place
    return sum(px - 6 < x < px + room + 6 and abs(y - py) < 13 for x, y in obstacles)


def text_pixels(rows: Sequence[Row]) -> list[Place]:
    """Pixels that these labels cover, as obstacles for others."""
    return [(row["px"] + step, row["py"]) for row in rows for step in range(0, math.ceil(width(row["text"])) + 10, 10)]


def along(course: Sequence[Place], every: int = 8) -> list[Place]:
    """Pixels on the straight lines between these."""
    found = list(course)
    for (x1, y1), (x2, y2) in pairwise(course):
        found += [(x1 + (x2 - x1) * n / every, y1 + (y2 - y1) * n / every) for n in range(1, every)]
    return found


@dataclass(frozen=True)
class Label:
    """A mark at a pixel and the text that should stand beside it."""

    px: float
    py: float
    text: str


def beside(marks: Sequence[Label], obstacles: Sequence[Place], area: Place, reach: float = 0) -> list[Row]:
    """Texts right of, left of, above or below their marks, the first where they touch nothing; where none is free, none. With
    `reach` one may stand up to so many pixels off: its row then has in `leader` the place from which a hairline leads to it."""
    taken = [(px - 4, py - 4, px + 4, py + 4) for px, py in (*obstacles, *((mark.px, mark.py) for mark in marks))]
    rows: list[Row] = []
    for mark in marks:
        row = next((row for row, box in _places(mark, reach) if _inside(box, area) and not _touches(box, taken)), None)
        if row is not None:
            taken.append(_box(row))
            rows.append(row)
    return rows


def _places(mark: Label, reach: float) -> Iterator[tuple[Row, Box]]:
    room = width(mark.text)
    right, left, middle = mark.px + 9, mark.px - 9 - room, mark.px - room / 2
    places = ((right, 0), (left, 0), (middle, -15), (middle, 15), (right, -12), (left, -12), (right, 12), (left, 12))
    for px, shift in places:
        row = {"px": round(px, 1), "py": round(mark.py + shift, 1), "text": mark.text}
        yield row, _box(row)
    for off in range(24, math.ceil(reach) + 1, 12):
        for away, by in ((off, 0), (0, -off), (0, off), (off, -off // 2), (off, off // 2)):
            for px, end in ((left - away, room + 4), (right + away, -4.0)):
                row = {"px": round(px, 1), "py": round(mark.py + by, 1), "text": mark.text}
                yield {**row, "leader": (px + end, mark.py + by)}, _box(row)


def _box(row: Row) -> Box:
    return row["px"] - 2, row["py"] - 8, row["px"] + width(row["text"]) + 2, row["py"] + 8


def _inside(box: Box, area: Place) -> bool:
    return box[0] >= 0 and box[2] <= area[0] and box[1] >= -8 and box[3] <= area[1]


def _touches(box: Box, others: Sequence[Box]) -> bool:
    return any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in others)
