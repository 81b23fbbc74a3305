"""Dot plots: a row for each named thing, its value as a dot with its interval, the month before hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.figures import Canvas

LABELS = 190  # pixels that names may take beside the plane
SUBS = 190  # pixels that sub-lines may take
FAR = 80  # pixels between a dot and its value at the end of the strip


@dataclass(frozen=True)
class Dot:
    """One row; `sub` stands under or beside its name, `text` is the value as shown."""

    name: str
    value: float
    text: str
    sub: str = ""
    low: float | None = None
    high: float | None = None
    before: float | None = None

    @property
    def tip(self) -> str:
        return look.said(f"{fit.shorten(self.name, 400)}: {self.text}", fit.shorten(self.sub, 400))


@dataclass(frozen=True)
class Field:
    """What the rows share: the scale, the target with its label, the name of the month before."""

    dots: tuple[Dot, ...]
    x: look.Axis
    goal: float | None = None
    aim: str = ""
    before: str = ""


def draw(field: Field, canvas: Canvas) -> look.Picture:
    """Names beside the plane, or on a phone above each row."""
    plane = _plane(field, canvas)
    names = _names_above if canvas.is_narrow else _names_beside
    return plane.chart(
        *_scale(plane, field), *_marks(plane, field), *_texts(plane, field, canvas), *names(plane, field)
    )


def _plane(field: Field, canvas: Canvas) -> look.Plane:
    count = len(field.dots)
    row = look.height(canvas, 62 if count <= 5 else 46, 58, paper=46 if count <= 5 else 42)
    room = max((max(fit.width(dot.name, bold=True), fit.width(dot.sub)) for dot in field.dots), default=0)
    left: float = 18 if canvas.is_narrow else min(room + 18, LABELS if canvas.width < 700 else 300)
    last = fit.width(field.x.ticks[-1][1]) / 2 if field.x.ticks else 0
    value = max((fit.width(dot.text, 14, bold=True) for dot in field.dots), default=0)
    right = value + 12 if canvas.is_narrow else max(14, last)
    margin = look.Margin(left=left, right=right, top=24, bottom=26)
    return look.Plane(canvas.width, count * row + 50, margin, field.x, look.Axis(0, count), near="y")


def _y(field: Field, place: int) -> float:
    return len(field.dots) - place - 0.5


def _scale(plane: look.Plane, field: Field) -> list[look.Layer]:
    lines = plane.rules([{"x": value} for value, _ in field.x.ticks], look.GRID)
    if field.goal is None:
        return [lines, plane.foot()]
    label = {"px": plane.px(field.goal), "py": -12, "text": field.aim}
    half = fit.width(field.aim) / 2
    label["px"] = min(max(plane.px(field.goal), half - plane.margin.left), plane.across + plane.margin.right - half)
    dotted = plane.rules([{"x": field.goal}], look.INK2, 1.5, strokeDash=list(look.TARGET))
    return [lines, plane.foot(), dotted, plane.texts([label], look.INK2, align="center")]


def _marks(plane: look.Plane, field: Field) -> list[look.Layer]:
    within = field.x.within
    rows = [(dot, _y(field, place)) for place, dot in enumerate(field.dots)]
    strips: list[fit.Row] = [
        {"x": within(dot.low), "x2": within(dot.high), "y": y, "key": dot.name}
        for dot, y in rows
        if dot.low is not None and dot.high is not None
    ]
    before: list[fit.Row] = [{"x": dot.before, "y": y, "key": dot.name} for dot, y in rows if dot.before is not None]
    moves: list[fit.Row] = [{**row, "x2": dot.value} for row, dot in zip(before, _with_before(field), strict=True)]
    now: list[fit.Row] = [{"x": dot.value, "y": y, "key": dot.name, "tip": dot.tip} for dot, y in rows]
    marks = [plane.strips(strips)] if strips else []
    # Without intervals nothing joins a hollow dot to its filled one.
    if before and not strips:
        marks.append(plane.rules(moves, look.PAST, 1.5))
    return [*marks, *([plane.rings(before)] if before else []), plane.dots(now, look.BRAND, 100)]


def _with_before(field: Field) -> list[Dot]:
    return [dot for dot in field.dots if dot.before is not None]


def _texts(plane: look.Plane, field: Field, canvas: Canvas) -> list[look.Layer]:
    """Each value above its dot; on a phone, where the name stands there, right of the strip or of the name."""
    rows = _values_beside(plane, field) if canvas.is_narrow else _values_above(plane, field)
    align = "left" if canvas.is_narrow else "center"
    return [
        *plane.haloed(rows, look.BRAND, align=align, fontWeight=700, fontSize=14),
        *_before_label(plane, field, canvas),
    ]


def _values_above(plane: look.Plane, field: Field) -> list[fit.Row]:
    return [
        {"px": plane.px(dot.value), "py": plane.py(_y(field, place)) - 17, "text": dot.text}
        for place, dot in enumerate(field.dots)
    ]


def _values_beside(plane: look.Plane, field: Field) -> list[fit.Row]:
    if _is_stretched(plane, field):
        names = _names_above_rows(plane, field)[0]
        return [
            {"px": row["px"] + fit.width(str(row["text"]), bold=True) + 8, "py": row["py"], "text": dot.text}
            for row, dot in zip(names, field.dots, strict=True)
        ]
    rows: list[fit.Row] = []
    for place, dot in enumerate(field.dots):
        room = plane.across + plane.margin.right - fit.width(dot.text, 14, bold=True)
        py = plane.py(_y(field, place))
        rows.append({"px": min(_strip_end(plane, field, dot) + 10, room), "py": py, "text": dot.text})
    return rows


def _strip_end(plane: look.Plane, field: Field, dot: Dot) -> float:
    return max(plane.px(field.x.within(v)) for v in (dot.value, dot.high, dot.before) if v is not None)


def _is_stretched(plane: look.Plane, field: Field) -> bool:
    """Whether a strip is so long that a value at its end would be taken for another."""
    return any(_strip_end(plane, field, dot) - plane.px(dot.value) > FAR for dot in field.dots)


def _before_label(plane: look.Plane, field: Field, canvas: Canvas) -> list[look.Layer]:
    """The month before is named on the first row, where its ring is clear of the value."""
    first = field.dots[0]
    if canvas.is_narrow or first.before is None:
        return []
    px, half = plane.px(first.before), fit.width(field.before) / 2
    clear = abs(px - plane.px(first.value)) > half + fit.width(first.text, 14, bold=True) / 2 + 4
    return (
        plane.haloed([{"px": px, "py": plane.py(_y(field, 0)) - 16, "text": field.before}], align="center")
        if clear
        else []
    )


def _names_beside(plane: look.Plane, field: Field) -> list[look.Layer]:
    left, room = -plane.margin.left, plane.margin.left - 14
    names, subs = _name_rows(plane, field, left, room)
    return [plane.texts(names, look.INK, fontWeight=700), plane.texts(subs)]


def _names_above(plane: look.Plane, field: Field) -> list[look.Layer]:
    names, subs = _names_above_rows(plane, field)
    return [*plane.haloed(names, look.INK, fontWeight=700), *plane.haloed(subs, align="right")]


def _names_above_rows(plane: look.Plane, field: Field) -> tuple[list[fit.Row], list[fit.Row]]:
    """Name at the left, sub-line at the right of the same line above the row's dot."""
    whole = plane.across + plane.margin.right
    longest = max((fit.width(dot.sub) for dot in field.dots), default=0)
    if _is_stretched(plane, field):
        longest += max((fit.width(dot.text, 14, bold=True) for dot in field.dots), default=0) + 8
    left = -plane.margin.left
    names, subs = _name_rows(plane, field, left, whole - left - longest - 12)
    above = [{**row, "py": plane.py(_y(field, place)) - 18} for place, row in enumerate(names)]
    right = [{**row, "px": whole, "py": row_above["py"]} for row, row_above in zip(subs, above, strict=True)]
    return above, _clear_of_goal(plane, field, above, right)


def _clear_of_goal(plane: look.Plane, field: Field, names: list[fit.Row], subs: list[fit.Row]) -> list[fit.Row]:
    """The sub-lines beside their names instead, where the target's line would run through them at the right."""
    if field.goal is None or _is_stretched(plane, field):
        return subs
    goal = plane.px(field.goal)
    beside = [
        {**sub, "px": name["px"] + fit.width(name["text"], bold=True) + 10 + fit.width(sub["text"])}
        for name, sub in zip(names, subs, strict=True)
    ]
    crossed = any(sub["px"] - fit.width(sub["text"]) - 4 < goal for sub in subs)
    return beside if crossed and all(sub["px"] + 4 < goal for sub in beside) else subs


def _name_rows(plane: look.Plane, field: Field, left: float, room: float) -> tuple[list[fit.Row], list[fit.Row]]:
    names: list[fit.Row] = []
    subs: list[fit.Row] = []
    for place, dot in enumerate(field.dots):
        y = plane.py(_y(field, place))
        names.append({"px": left, "py": y - (9 if dot.sub else 0), "text": fit.shorten(dot.name, room, bold=True)})
        subs.append({"px": left, "py": y + 9, "text": fit.shorten(dot.sub, max(room, SUBS))})
    return names, subs


def axis(dots: Sequence[Dot], name: look.Naming, *others: float | None) -> look.Axis:
    """From 0, or from a round number below the lowest where 0 is far away; a very wide interval is cut."""
    values = [dot.value for dot in dots] + [v for v in (*others, *(dot.before for dot in dots)) if v is not None]
    highs = [dot.high for dot in dots if dot.high is not None]
    high = max(*values, min(max(highs, default=0), 1.5 * max(values))) if values else 1
    low = min([*values, *(dot.low for dot in dots if dot.low is not None)], default=0)
    return look.around(low, high, name)
