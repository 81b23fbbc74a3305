"""An SVG as drawn: its texts with their real widths, out of the font that it is measured with."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHIFT = re.compile(r"translate\(([-\d.]+),\s*([-\d.]+)\)")


@dataclass(frozen=True)
class Text:
    """A text's box in the pixels of the viewBox."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: Text, by: float = 2) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > by and down > by


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    texts: tuple[Text, ...]

    @property
    def outside(self) -> list[Text]:
        """Texts that reach over the edge by more than a pixel."""
        return [
            t for t in self.texts if t.left < -1 or t.right > self.width + 1 or t.top < -1 or t.bottom > self.height + 1
        ]

    @property
    def colliding(self) -> list[tuple[str, str]]:
        pairs = [(a, b) for n, a in enumerate(self.texts) for b in self.texts[n + 1 :]]
        return [(a.text, b.text) for a, b in pairs if a.overlaps(b)]


def drawing(svg: str) -> Drawing:
    root = ET.fromstring(svg)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    return Drawing(width, height, tuple(_texts(root, 0, 0)))


def _texts(element: ET.Element, x: float, y: float) -> Iterator[Text]:
    shift = _SHIFT.search(element.attrib.get("transform", ""))
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2])
    # The paper-coloured stroke under a label is the same label once more.
    if element.tag == f"{NAMESPACE}text" and "stroke" not in element.attrib and element.text:
        yield _text(element, x, y)
    for child in element:
        yield from _texts(child, x, y)


def _text(element: ET.Element, x: float, y: float) -> Text:
    size = float(element.attrib["font-size"].removesuffix("px"))
    room = advance(element.text or "", element.attrib.get("font-weight") == "700") * size
    left = x - room * {"start": 0, "middle": 0.5, "end": 1}[element.attrib.get("text-anchor", "start")]
    return Text(element.text or "", left, left + room, y - 0.78 * size, y + 0.1 * size)


def advance(text: str, bold: bool = False) -> float:
    """The text's width in em."""
    widths = _widths(bold)
    return sum(widths.get(ord(character), 1.0) for character in text)


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
