"""One look for every chart: colours, type, and the plane that charts are drawn on.

Charts are drawn with the light values of `report_gen.theme`; the page's CSS maps each hex to a variable. `BRAND` and
`SERIES` are placeholders, since a Figure knows no client: `_render` puts the client's colours in. Axes are drawn as
ordinary marks: their labels come from `wording`, and every position is known, so that nothing overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from report_gen import theme
from report_gen.charts import _fit as fit
from report_gen.figures import Canvas

if TYPE_CHECKING:  # else only where marks are made: pages whose drawings are kept do without
    import altair as alt

FONT = "Noto Sans CJK SC"  # measured with; the page's CSS replaces it by a face of the same widths
INK, INK2, INK3 = theme.LIGHT["ink"], theme.LIGHT["ink-2"], theme.LIGHT["ink-3"]
PAST, RULE, GRID, BAND = theme.LIGHT["past"], theme.LIGHT["rule"], theme.LIGHT["grid"], theme.LIGHT["band"]
PAPER = theme.PAPER_IN_CHARTS
# No export can say these: `escape.svg` drops the control character that leads them.
BRAND = "\x7fbrand"
SERIES = ("\x7fseries-1", "\x7fseries-2")
STRIP = 0.28  # opacity of the brand's interval strip
TARGET = (2, 3)  # dash of a target
GAP = (2, 4)  # dash of a line across what is not known

Layer: TypeAlias = "alt.Chart"
Picture: TypeAlias = "alt.LayerChart"
Ticks = tuple[tuple[float, str], ...]
Naming = Callable[[list[float]], Ticks]  # how the round numbers of an axis are written
Kind = Literal["line", "area", "rect", "rule", "circle"]
# Which mark a pointer means: the nearest, or in a chart of columns (x) or rows (y) one of the nearest column or row.
Near = Literal["x", "y", "xy"]


def config() -> dict[str, Any]:
    return {
        "background": None,
        "font": FONT,
        "aria": False,
        "view": {"stroke": None},
        "axis": {"disable": True},
        "text": {"font": FONT, "fontSize": fit.SIZE, "fill": INK3, "baseline": "middle"},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
    }


def colours(brand: str) -> dict[str, str]:
    """Placeholder → hex for a client whose brand colour that is."""
    return {BRAND: theme.on_light(brand), **dict(zip(SERIES, theme.series(brand), strict=False))}


def said(*lines: str) -> str:
    """What a mark says to a pointer or a voice: its name first; empty lines are left out."""
    return "\n".join(line for line in lines if line)


def height(canvas: Canvas, wide: int, narrow: int, paper: int) -> int:
    """Lower on paper than on screens, so that a page holds three blocks."""
    if canvas.name == "paper":
        return paper
    return narrow if canvas.is_narrow else wide


# -- the plane


@dataclass(frozen=True)
class Axis:
    """A linear scale from `low` to `high`, and the texts that stand on it. Logarithms are taken before drawing."""

    low: float
    high: float
    ticks: Ticks = ()

    def part(self, value: float) -> float:
        """Where the value lies between low (0) and high (1)."""
        return (value - self.low) / (self.high - self.low)

    def within(self, value: float) -> float:
        return min(max(value, self.low), self.high)


@dataclass(frozen=True)
class Margin:
    """Whole pixels around the plane, for labels."""

    left: float = 0
    right: float = 12
    top: float = 8
    bottom: float = 26

    def __post_init__(self) -> None:
        for side in ("left", "right", "top", "bottom"):
            object.__setattr__(self, side, math.ceil(getattr(self, side)))


@dataclass(frozen=True)
class Plane:
    """A chart's area: `width` × `height` with its margins; y grows upwards."""

    width: float
    height: float
    margin: Margin
    x: Axis
    y: Axis
    near: Near = "xy"
    brushes: str = ""  # the table on the page whose rows the dots are, by their `place` in it

    @property
    def across(self) -> float:
        return max(1, round(self.width - self.margin.left - self.margin.right))

    @property
    def up(self) -> float:
        return max(1, round(self.height - self.margin.top - self.margin.bottom))

    def px(self, x: float) -> float:
        return round(self.x.part(x) * self.across, 1)

    def py(self, y: float) -> float:
        return round((1 - self.y.part(y)) * self.up, 1)

    def x_at(self, px: float) -> float:
        """The value that stands at that pixel, also beside the plane."""
        return self.x.low + px / self.across * (self.x.high - self.x.low)

    def y_at(self, py: float) -> float:
        """The value that stands at that pixel, also above and below the plane."""
        return self.y.low + (1 - py / self.up) * (self.y.high - self.y.low)

    # -- marks at values: rows hold x, y and, where a mark spans, x2 or y2

    def line(self, rows: Sequence[fit.Row], colour: str, width: float = 2.25, **mark: Any) -> Layer:
        return self._mark("line", rows, color=colour, strokeWidth=width, **mark)

    def area(self, rows: Sequence[fit.Row], colour: str = BAND, **mark: Any) -> Layer:
        return self._mark("area", rows, color=colour, opacity=1, **mark)

    def bars(self, rows: Sequence[fit.Row], colour: str, **mark: Any) -> Layer:
        """Rectangles from x, y to x2, y2."""
        return self._mark("rect", rows, color=colour, **mark)

    def strips(self, rows: Sequence[fit.Row]) -> Layer:
        """This month's intervals: along y where a row has y2, else along x."""
        return self._mark("rule", rows, color=BRAND, strokeWidth=7, opacity=STRIP)

    def rules(self, rows: Sequence[fit.Row], colour: str, width: float = 1, **mark: Any) -> Layer:
        return self._mark("rule", rows, color=colour, strokeWidth=width, **mark)

    def dots(self, rows: Sequence[fit.Row], colour: str, size: float = 22) -> Layer:
        return self._mark("circle", rows, color=colour, size=size, opacity=1)

    def rings(self, rows: Sequence[fit.Row], size: float = 46) -> Layer:
        """Hollow dots: the month before."""
        return self._mark("circle", rows, color=PAPER, size=size, opacity=1, stroke=PAST, strokeWidth=2)

    # -- text at pixels: rows hold px, py and text

    def texts(self, rows: Sequence[fit.Row], colour: str = INK3, **mark: Any) -> Layer:
        import altair as alt

        places: dict[str, Any] = {"x": alt.X("px:Q", scale=None), "y": alt.Y("py:Q", scale=None)}
        style = alt.MarkDef("text", **{"color": colour, "align": "left", **mark})
        return alt.Chart(_data(rows), mark=style).encode(**places, text=alt.Text("text:N"))

    def haloed(self, rows: Sequence[fit.Row], colour: str = INK3, **mark: Any) -> list[Layer]:
        """Labels that may cross a line: first as a stroke of paper, then in ink."""
        under = self.texts(rows, PAPER, stroke=PAPER, strokeWidth=4, strokeJoin="round", **mark)
        return [under, self.texts(rows, colour, **mark)] if rows else []

    # -- what stands around the marks

    def grid(self) -> list[Layer]:
        """Gridlines and labels of y; of x, the domain line and its labels."""
        levels = [{"y": value} for value, _ in self.y.ticks if value > self.y.low]
        left = [{"px": -8, "py": self.py(value), "text": text} for value, text in self.y.ticks]
        across = self.rules(levels, GRID), self.rules([{"y": self.y.low}], RULE)
        return [*across, self.texts(left, align="right"), self.foot()]

    def foot(self) -> Layer:
        """The labels of x under the plane, none over its edge; of two that would touch the right one stays."""
        rows: list[fit.Row] = []
        for value, text in reversed(self.x.ticks):
            px = min(self.px(value), self.across + self.margin.right - fit.width(text) / 2)
            if not rows or px + fit.width(text) / 2 + 8 < rows[-1]["px"] - fit.width(rows[-1]["text"]) / 2:
                rows.append({"px": px, "py": self.up + 17, "text": text})
        return self.texts(rows[::-1], align="center")

    def chart(self, *layers: Layer) -> Picture:
        """All layers in one picture of exactly the plane's size and margins."""
        margin = {"left": self.margin.left, "right": self.margin.right, "top": self.margin.top}
        return _picture()(
            layer=list(layers),
            width=self.across,
            height=self.up,
            padding={**margin, "bottom": self.margin.bottom},
            autosize={"type": "none"},
            usermeta={"near": self.near} | ({"brushes": self.brushes} if self.brushes else {}),
        )

    def _mark(self, kind: Kind, rows: Sequence[fit.Row], **mark: Any) -> Layer:
        """The rows as marks, by those of x, y, x2, y2, key (whose mark it is), tip that they hold."""
        import altair as alt

        held = set().union(*rows) if rows else {"x", "y"}
        codes: dict[str, Any] = {}
        stack: dict[str, Any] = {"stack": None} if kind == "area" else {}
        for key, channel, axis in (("x", alt.X, self.x), ("y", alt.Y, self.y)):
            if key in held:
                codes[key] = channel(f"{key}:Q", scale=alt.Scale(domain=[axis.low, axis.high]), **stack)
        # Channels, not shorthand strings: for x2 and detail Altair would search its whole schema, 6 ms each.
        codes |= {key: channel(key) for key, channel in (("x2", alt.X2), ("y2", alt.Y2)) if key in held}
        if "key" in held:
            codes["detail"] = alt.Detail("key:N")
        if "tip" in held:
            codes["tooltip"] = alt.Tooltip("tip:N")
        return alt.Chart(_data(rows), mark=alt.MarkDef(kind, **mark)).encode(**codes)


@cache
def _picture() -> type[alt.LayerChart]:
    """Takes its layers as they are. Altair's own copies each of them several times to move up what a layer may not hold, half
    the time of a page; ours hold nothing of that kind."""
    import altair as alt

    class Plain(alt.LayerChart):
        def __init__(self, **parts: Any) -> None:
            super(alt.LayerChart, self).__init__(**parts)

    return Plain


def _data(rows: Sequence[fit.Row]) -> alt.InlineData:
    """The rows as a tuple: Altair copies a chart several times over, lists row by row, a tuple not at all."""
    import altair as alt

    return alt.InlineData(values=tuple(rows))


# -- numbers on an axis


def from_zero(high: float, name: Naming, most: int = 5, *, whole: bool = False) -> Axis:
    """An axis from 0 that holds `high`, with at most `most` round numbers above 0; `whole` for counts."""
    high = high if high > 0 else 1
    step = max(_step(high / most), 1 if whole else 0)
    step = 3 if whole and step == 2.5 else step
    marks = [_clean(step * n) for n in range(math.floor(high / step + 1e-9) + 1)]
    # A last gridline just above the data closes the picture; further up it would only leave a hole.
    top = _clean(step * len(marks))
    return Axis(0, top, name([*marks, top])) if top <= high * 1.12 else Axis(0, high * 1.03, name(marks))


def around(low: float, high: float, name: Naming) -> Axis:
    """An axis from a round number below `low` where zero is far from everything; for dots and lines, never for bars."""
    # Nor where all are as good as the same: what lies between would fill the picture.
    if low < 0.35 * high or high - low < 0.05 * high:
        return from_zero(high, name)
    step = _step((high - low) / 4)
    first, last = math.floor(low / step), math.floor(high / step + 1e-9)
    marks = [_clean(step * n) for n in range(first, last + 1)]
    return Axis(marks[0], max(high + (high - low) * 0.03, marks[-1]), name(marks))


def _step(rough: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 × a power of ten."""
    power = 10 ** math.floor(math.log10(rough))
    return next(float(power * factor) for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))


def _clean(value: float) -> float:
    return float(f"{value:.12g}")
