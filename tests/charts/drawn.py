"""An SVG as drawn: its texts with their real widths, out of the font that it is measured with, and its marks."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHIFT = re.compile(r"translate\(([-\d.]+)(?:[,\s]+([-\d.]+))?\)")
_STEP = re.compile(r"([MmLlHhVvCcAaZz])([^MmLlHhVvCcAaZz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7}

Point = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """A text's box in the pixels of the viewBox; `haloed` where a stroke of paper lies under it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float = 13
    haloed: bool = False

    @property
    def baseline(self) -> float:
        return self.bottom - 0.1 * self.size

    def overlaps(self, other: Text, by: float = 2) -> bool:
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.beside(other) > by and down > by

    def beside(self, other: Text) -> float:
        """How many pixels of the line the two share."""
        return min(self.right, other.right) - max(self.left, other.left)

    def holds(self, point: Point, margin: float = 0) -> bool:
        x, y = point
        return self.left - margin < x < self.right + margin and self.top - margin < y < self.bottom + margin


@dataclass(frozen=True)
class Stroke:
    """A line, or with two points a rule."""

    points: tuple[Point, ...]
    colour: str
    width: float


@dataclass(frozen=True)
class Dot:
    centre: Point
    radius: float
    colour: str


@dataclass(frozen=True)
class Block:
    """A bar, a band or an area, as the box that holds it."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    plane: Block
    texts: tuple[Text, ...]
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def outside(self) -> list[Text]:
        """Texts that reach over the edge by more than a pixel."""
        return [
            t for t in self.texts if t.left < -1 or t.right > self.width + 1 or t.top < -1 or t.bottom > self.height + 1
        ]

    @property
    def pairs(self) -> list[tuple[Text, Text]]:
        return [(a, b) for n, a in enumerate(self.texts) for b in self.texts[n + 1 :]]


def drawing(svg: str) -> Drawing:
    root = ET.fromstring(svg)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    found = list(_elements(root, 0, 0))
    halos = {(e.text, x, y) for e, x, y in found if _is(e, "text") and e.get("stroke")}
    texts = tuple(
        _text(e, x, y, (e.text, x, y) in halos)
        for e, x, y in found
        if _is(e, "text") and not e.get("stroke") and e.text
    )
    marks = [mark for e, x, y in found for mark in _mark(e, x, y)]
    plane, *blocks = [mark for mark in marks if isinstance(mark, Block)]
    return Drawing(
        width,
        height,
        plane,
        texts,
        tuple(mark for mark in marks if isinstance(mark, Stroke)),
        tuple(mark for mark in marks if isinstance(mark, Dot)),
        tuple(blocks),
    )


def _is(element: ET.Element, tag: str) -> bool:
    return element.tag == f"{NAMESPACE}{tag}"


def _elements(element: ET.Element, x: float, y: float) -> Iterator[tuple[ET.Element, float, float]]:
    """Every element with the place where its own coordinates begin."""
    shift = _SHIFT.search(element.attrib.get("transform", ""))
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2] or 0)
    yield element, x, y
    for child in element:
        yield from _elements(child, x, y)


def _text(element: ET.Element, x: float, y: float, haloed: bool) -> Text:
    size = float(element.attrib["font-size"].removesuffix("px"))
    x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
    room = advance(element.text or "", element.attrib.get("font-weight") == "700") * size
    left = x - room * {"start": 0, "middle": 0.5, "end": 1}[element.attrib.get("text-anchor", "start")]
    return Text(element.text or "", left, left + room, y - 0.78 * size, y + 0.1 * size, size, haloed)


# -- marks


def _mark(element: ET.Element, x: float, y: float) -> Iterator[Stroke | Dot | Block]:
    colour, thick = element.get("stroke", "none"), float(element.get("stroke-width", 1))
    if _is(element, "line"):
        ends = [(float(element.get(f"x{n}", 0)), float(element.get(f"y{n}", 0))) for n in (1, 2)]
        yield Stroke(tuple((x + a, y + b) for a, b in ends), colour, thick)
    elif _is(element, "circle"):
        centre = (x + float(element.get("cx", 0)), y + float(element.get("cy", 0)))
        yield Dot(centre, float(element.attrib["r"]), element.get("fill", ""))
    elif _is(element, "path") and element.get("display") != "none":
        yield from _path(element, x, y, colour, thick)


def _path(element: ET.Element, x: float, y: float, colour: str, thick: float) -> Iterator[Stroke | Dot | Block]:
    code, fill = element.get("d", ""), element.get("fill", "none")
    points = [(x + a, y + b) for a, b in _points(code)]
    if not points:
        return
    (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*points, strict=True))
    if "A" in code or "a" in code:
        yield Dot(((left + right) / 2, (top + bottom) / 2), (right - left) / 2, fill)
    elif "z" in code.lower():
        yield Block(left, top, right, bottom, fill)
    else:
        yield from (Stroke(tuple(course), colour, thick) for course in _courses(code, x, y))


def _courses(code: str, x: float, y: float) -> Iterator[list[Point]]:
    """A path's pieces: it is broken where a value is missing."""
    for piece in re.findall(r"[Mm][^Mm]*", code):
        course = [(x + a, y + b) for a, b in _points(piece)]
        if len(course) > 1:
            yield course


def _points(code: str) -> list[Point]:
    """The corners of a path; of a curve its ends, since ours rise or fall between them."""
    found: list[Point] = []
    x = y = 0.0
    for command, rest in _STEP.findall(code):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        size = _TAKES.get(command.upper(), 0)
        for start in range(0, len(numbers), size) if size else ():
            x, y = _next(command, numbers[start : start + size], x, y)
            found.append((x, y))
    return found


def _next(command: str, numbers: list[float], x: float, y: float) -> Point:
    dx, dy = (x, y) if command.islower() else (0.0, 0.0)
    if command in "Hh":
        return dx + numbers[0], y
    if command in "Vv":
        return x, dy + numbers[0]
    return dx + numbers[-2], dy + numbers[-1]


# -- widths


def advance(text: str, bold: bool = False) -> float:
    """The text's width in em; what joins emoji takes none, and an emoji a third more than a square."""
    widths = _widths(bold)
    return sum(1.3 if ord(c) >= 0x1F000 else widths.get(ord(c), 1.0) for c in text if c not in "\u200d\ufe0e\ufe0f")


@cache
def _widths(bold: bool) -> dict[int, float]:
    style = "Bold" if bold else "Regular"
    pattern = f"Noto Sans CJK SC:style={style}"
    path, number = subprocess.run(
        ["fc-match", "-f", "%{file}|%{index}", pattern], check=True, capture_output=True, text=True
    ).stdout.split("|")
    with TTFont(path, fontNumber=int(number)) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {point: metrics[name][0] / em for point, name in font.getBestCmap().items()}
