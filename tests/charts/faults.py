"""A judge of drawings: what a designer would mark in one with a red pencil, found in its geometry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from report_gen.charts import _theme as look
from tests.charts.drawn import Drawing, Point, Stroke, Text

SMALLEST = 12  # pixels of type
LINES = 14  # pixels between the baselines of texts above each other
LEGIBLE = 3  # characters that a shortened name keeps at least
LARGE = 3  # pixels of radius from which a dot is a value of its own, not a corner of a line
STRIP = 7  # the width of a strip
_CUT = re.compile(r"^(.*?)\s?…")


# Days on which a note came out are told by dots on a line of their own, between the axis and its labels.
_ARGUED = {"comments_by_day": "a dot outside the plane"}


def is_argued(chart: str, fault: str) -> bool:
    """Whether that is how this chart is meant."""
    return chart in _ARGUED and fault.startswith(_ARGUED[chart])


def faults(drawn: Drawing) -> list[str]:
    """Each in words, with the text or the place that it is about."""
    return [fault for rule in _RULES for fault in rule(drawn)]


def _over_the_edge(drawn: Drawing) -> Iterator[str]:
    yield from (f"reaches over the edge: {text.text}" for text in drawn.outside)


def _on_each_other(drawn: Drawing) -> Iterator[str]:
    for one, other in drawn.pairs:
        if one.overlaps(other):
            yield f"lie on each other: {one.text} | {other.text}"
        elif one.beside(other) > 2 and abs(one.baseline - other.baseline) < LINES:
            yield f"less than {LINES} px apart: {one.text} | {other.text}"


def _on_a_dot(drawn: Drawing) -> Iterator[str]:
    """A dot under a text is a value that nobody sees."""
    large = [dot for dot in drawn.dots if dot.radius > LARGE]
    for text in drawn.texts:
        for dot in large:
            if _inside(text).holds(dot.centre, dot.radius / 2):
                yield f"lies on a dot: {text.text}"
                break


def _across_a_line(drawn: Drawing) -> Iterator[str]:
    for text in drawn.texts:
        if not text.haloed and any(_crosses(_inside(text), stroke) for stroke in drawn.strokes):
            yield f"crossed by a line: {text.text}"


def _on_a_strip(drawn: Drawing) -> Iterator[str]:
    """Also with a halo: it would cut a piece out of the interval."""
    strips = [stroke for stroke in drawn.strokes if stroke.width >= STRIP]
    for text in drawn.texts:
        if any(_crosses(_inside(text), strip) for strip in strips):
            yield f"lies on a strip: {text.text}"


def _on_a_bar(drawn: Drawing) -> Iterator[str]:
    """Text may lie in a band, and with a halo before a bar."""
    for text in drawn.texts:
        for block in drawn.blocks:
            across = min(text.right, block.right) - max(text.left, block.left)
            down = min(text.bottom, block.bottom) - max(text.top, block.top)
            if not text.haloed and block.colour != look.BAND and across > 1 and down > 1:
                yield f"lies on a bar: {text.text}"
                break


def _too_small(drawn: Drawing) -> Iterator[str]:
    yield from (f"set in {text.size:g} px: {text.text}" for text in drawn.texts if text.size < SMALLEST)


def _cut_short(drawn: Drawing) -> Iterator[str]:
    for text in drawn.texts:
        cut = _CUT.match(text.text)
        if cut and len(cut[1]) < LEGIBLE:
            yield f"cut beyond recognition: {text.text}"


def _single_tick(drawn: Drawing) -> Iterator[str]:
    """One label says where a value is, two say how far apart values are."""
    plane = drawn.plane
    below = [text for text in drawn.texts if text.top >= plane.bottom and not re.search("[←→]", text.text)]
    before = [text for text in drawn.texts if text.right <= plane.left]
    for side, texts in (("below", below), ("left of", before)):
        if len(texts) == 1:
            yield f"the only label {side} the plane: {texts[0].text}"


def _out_of_the_plane(drawn: Drawing) -> Iterator[str]:
    """Rules may: hairlines lead to annotations above it."""
    for dot in drawn.dots:
        if not _is_within(drawn, dot.centre):
            yield f"a dot outside the plane: {_place(dot.centre)}"
    for stroke in drawn.strokes:
        if len(stroke.points) > 2 or stroke.width >= STRIP:
            yield from (
                f"a line outside the plane: {_place(point)}" for point in stroke.points if not _is_within(drawn, point)
            )
    for block in drawn.blocks:
        if not (_is_within(drawn, (block.left, block.top)) and _is_within(drawn, (block.right, block.bottom))):
            yield f"a bar outside the plane: {_place((block.left, block.top))}"


_RULES: tuple[Callable[[Drawing], Iterator[str]], ...] = (
    _over_the_edge, _on_each_other, _on_a_dot, _across_a_line, _on_a_strip, _on_a_bar, _too_small, _cut_short, _single_tick,
    _out_of_the_plane,
)  # fmt: skip


# -- geometry


def _is_within(drawn: Drawing, point: Point, slack: float = 1.5) -> bool:
    (x, y), plane = point, drawn.plane
    return plane.left - slack <= x <= plane.right + slack and plane.top - slack <= y <= plane.bottom + slack


def _place(point: Point) -> str:
    return f"{point[0]:.0f}, {point[1]:.0f}"


def _inside(text: Text) -> Text:
    """Less two pixels at the ends and what few letters fill above and below."""
    return Text(text.text, text.left + 2, text.right - 2, text.top + 2, text.bottom - 1, text.size)


def _crosses(text: Text, stroke: Stroke) -> bool:
    half = 0 if stroke.width < STRIP else stroke.width / 2
    box = (text.left - half, text.top - half, text.right + half, text.bottom + half)
    return any(_cuts(box, one, other) for one, other in zip(stroke.points, stroke.points[1:], strict=False))


def _cuts(box: tuple[float, float, float, float], start: Point, end: Point) -> bool:
    """Whether the segment has a part within the box (Liang and Barsky)."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    first, last = 0.0, 1.0
    for step, room in ((-dx, x - box[0]), (dx, box[2] - x), (-dy, y - box[1]), (dy, box[3] - y)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    return first < last
