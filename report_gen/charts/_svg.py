"""Vega's SVG made small: the same picture in a fraction of the bytes, since drawings are most of what a page weighs.

Vega writes one element per mark, each with its whole style and coordinates to fifteen digits. Here neighbours of one style
share it, those that may be painted at once become one path, and coordinates go to a tenth of a pixel. What Vega needs for
a pointer goes: only the interactive chart has one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from report_gen import escape

SIZE = "13"  # of most texts: stands on the root alone
_SVG = "{http://www.w3.org/2000/svg}"
_SHIFT = re.compile(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)")
_STEP = re.compile(r"([MLCHVhvZ])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
_DISC = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_RECT = re.compile(r"M[-\d.e]+,[-\d.e]+h[\d.e-]+v[\d.e-]+h[-\d.e]+Z")
# The font is the page's; the joins that the limit is for are round.
_NOISE = ("class", "role", "tabindex", "font-family", "stroke-miterlimit", "aria-hidden", "aria-roledescription")
_GEOMETRY = ("transform", "d", "x2", "y2")
_NATURAL = {"opacity": "1", "text-anchor": "start", "stroke": "transparent", "stroke-width": "1", "fill": "none"}

Point = tuple[float, float]
Style = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shape:
    """Something painted: steps of a path, or a text at its place. `joins`: looks the same as one path with its neighbours."""

    style: Style
    steps: str = ""
    text: str = ""
    joins: bool = False


def small(drawing: str) -> str:
    """Vega's drawing as a whole `<svg>` again; its texts have no font of their own."""
    root = ET.fromstring(drawing)
    runs = groupby(_shapes(root, (0, 0)), key=lambda shape: (shape.style, shape.joins))
    shapes = "".join(_written(list(run)) for _, run in runs)
    box = f'viewBox="{root.attrib["viewBox"]}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} fill="none" font-size="{SIZE}">{shapes}</svg>'


# -- reading


def _shapes(element: ET.Element, at: Point) -> Iterator[Shape]:
    """What the element paints, in the order of painting, moved to where it stands in the whole."""
    at = _moved(element, at)
    tag = element.tag.removeprefix(_SVG)
    if tag in ("svg", "g"):
        for child in element:
            yield from _shapes(child, at)
    elif _is_seen(element):
        yield _READ[tag](element, at)


def _moved(element: ET.Element, at: Point) -> Point:
    written = element.get("transform")
    if written is None:
        return at
    shift = _SHIFT.fullmatch(written)
    assert shift, f"charts turn nothing and scale nothing, but one says {written}"
    return at[0] + float(shift[1]), at[1] + float(shift[2])


def _is_seen(element: ET.Element) -> bool:
    """Whether it leaves anything on the paper: Vega's grounds and empty labels don't."""
    paint = [element.get(name, "none") for name in ("fill", "stroke")]
    content = element.text if element.tag == f"{_SVG}text" else element.get("d", "line")
    return bool(content) and any(colour not in ("none", "transparent") for colour in paint)


def _line(element: ET.Element, at: Point) -> Shape:
    end = at[0] + float(element.get("x2", 0)), at[1] + float(element.get("y2", 0))
    style = _style(element)
    return Shape(style, _course([("M", [at]), ("L", [end])]), joins=_is_solid(style))


def _path(element: ET.Element, at: Point) -> Shape:
    steps, style = element.get("d", ""), _style(element)
    disc = _DISC.fullmatch(steps)
    if disc and "stroke" not in dict(style):
        style = _as_stroke(style, 2 * float(disc[1]))
        return Shape(style, f"M{_numbers(at)}h0", joins=_is_solid(style))
    if disc:
        return Shape(style, _ring(float(disc[1]), at))
    can_join = "fill" not in dict(style) or bool(_RECT.fullmatch(steps))
    return Shape(style, _course(_absolute(steps, at)), joins=can_join and _is_solid(style))


def _text(element: ET.Element, at: Point) -> Shape:
    return Shape(_style(element), f'x="{_number(at[0])}" y="{_number(at[1])}"', element.text or "")


_READ = {"line": _line, "path": _path, "text": _text}


def _style(element: ET.Element) -> Style:
    """Its attributes without those that say what holds anyway, in one order."""
    kept = {name: value for name, value in element.attrib.items() if name not in (*_NOISE, *_GEOMETRY)}
    if kept.get("stroke", "transparent") == "transparent":
        kept = {name: value for name, value in kept.items() if not name.startswith("stroke")}
    kept = {name: value.removesuffix("px") for name, value in kept.items() if _NATURAL.get(name) != value}
    if kept.get("font-size") == SIZE:
        del kept["font-size"]
    if (
        "opacity" in kept and len({"fill", "stroke"} & set(kept)) == 1
    ):  # so that a group may hold it for each of its own
        kept[("fill" if "fill" in kept else "stroke") + "-opacity"] = kept.pop("opacity")
    return tuple(sorted(kept.items()))


def _as_stroke(style: Style, width: float) -> Style:
    """A disc as the round end of a stroke without length, the shortest that SVG can say it."""
    painted = {"fill": "stroke", "fill-opacity": "stroke-opacity"}
    ends = {"stroke-linecap": "round", "stroke-width": _number(width, 2)}
    return tuple(sorted(({painted.get(name, name): value for name, value in style} | ends).items()))


def _is_solid(style: Style) -> bool:
    """Whether painting over it in the same style changes nothing."""
    names = {name for name, _ in style}
    return not any(name.endswith("opacity") for name in names) and not {"fill", "stroke"} <= names


# -- paths


def _absolute(steps: str, at: Point) -> Iterator[tuple[str, list[Point]]]:
    """The steps as Vega wrote them, each as a letter of M, L, C, Z with points in the whole."""
    here = at
    for letter, written in _STEP.findall(steps):
        values = [float(number) for number in _NUMBER.findall(written)]
        if letter in "hv":
            here = (here[0] + values[0], here[1]) if letter == "h" else (here[0], here[1] + values[0])
            yield "L", [here]
            continue
        points = [(at[0] + x, at[1] + y) for x, y in zip(values[::2], values[1::2], strict=True)]
        here = points[-1] if points else here
        yield letter, points


def _course(steps: Sequence[tuple[str, list[Point]]] | Iterator[tuple[str, list[Point]]]) -> str:
    """Steps from point to point, each from where the rounded one before ended, so that no error adds up."""
    written: list[str] = []
    here: Point = (0, 0)
    last = ""
    for letter, points in steps:
        ends = [(round(x, 1), round(y, 1)) for x, y in points]
        if letter == "M":
            step, numbers = "M", _numbers(ends[0])
        elif letter == "Z":
            step, numbers = "z", ""
        else:
            step, numbers = _step(letter, [(x - here[0], y - here[1]) for x, y in ends])
        here = ends[-1] if ends else here
        written.append((_between(numbers) if step == last else step) + numbers)
        last = step
    return "".join(written)


def _between(numbers: str) -> str:
    """What parts these from others of the same step; a minus does so itself."""
    return "" if numbers.startswith("-") else " "


def _step(letter: str, moves: list[Point]) -> tuple[str, str]:
    (across, down), *_ = moves
    if letter == "L" and _number(down) == "0":
        return "h", _number(across)
    if letter == "L" and _number(across) == "0":
        return "v", _number(down)
    return letter.lower(), _numbers(*moves)


def _ring(radius: float, at: Point) -> str:
    size = _number(radius, 2)
    across = _number(2 * radius, 2)
    return f"M{_numbers((at[0] - radius, at[1]))}a{size} {size} 0 1 1 {across} 0a{size} {size} 0 1 1-{across} 0"


def _numbers(*points: Point) -> str:
    """Coordinates with no more between them than it takes to tell them apart."""
    return " ".join(_number(part) for point in points for part in point).replace(" -", "-")


def _number(value: float, digits: int = 1) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else re.sub(r"^(-?)0\.", r"\1.", text)


# -- writing


def _written(run: list[Shape]) -> str:
    """Neighbours of one style: as one path, as one element, or as a group that holds their style."""
    style = "".join(f' {name}="{escape.html(value)}"' for name, value in run[0].style)
    if run[0].joins:
        return f'<path{style} d="{"".join(shape.steps for shape in run)}"/>'
    if len(run) == 1 or "opacity" in dict(run[0].style):  # a group would fade as one, even where its marks overlap
        return "".join(_element(shape, style) for shape in run)
    return f"<g{style}>{''.join(_element(shape) for shape in run)}</g>"


def _element(shape: Shape, style: str = "") -> str:
    if shape.text:
        return f"<text{style} {shape.steps}>{escape.html(shape.text)}</text>"
    return f'<path{style} d="{shape.steps}"/>'
