"""Which formats and traits work in which pillar? The month's save rate of every pair, each on the same scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import altair as alt
import numpy as np

from report_gen.charts import _dots as dots
from report_gen.charts import _fit as fit
from report_gen.charts import _groups as groups
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Finding, Interval, Note
from report_gen.significance import OTHER
from report_gen.statistics import rate_interval
from report_gen.story import Story
from report_gen.wording import Wording

SHAPE = "full"
RULE = "pillar_trait"  # the finding that may say of a pair that it stands out
MOST_ROWS, MOST_COLUMNS, MOST_ON_PHONES = 8, 7, 8
ROOM = 0.1  # of a cell, at either side
NAMES = 200  # pixels that the pillars' names may take
HEAD = 46  # pixels for the columns' names and the scale


@dataclass(frozen=True)
class Pair:
    """The month's notes of a pillar that have a format or a trait; no interval below five."""

    pillar: str
    other: str
    notes: int
    saves: int
    rate: float
    interval: Interval | None


@dataclass(frozen=True)
class Grid:
    """Pillars down, formats and traits across; the pairs that have notes; the one that a finding names."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    pairs: tuple[Pair, ...]
    named: tuple[str, str] | None

    @property
    def measured(self) -> list[Pair]:
        return sorted((pair for pair in self.pairs if pair.interval), key=lambda pair: pair.rate)


def figure(story: Story) -> Figure | None:
    """None below two pillars or two pairs of five notes."""
    grid = _grid(story)
    if len(grid.rows) < 2 or len(grid.measured) < 2:
        return None
    w = story.wording
    return Figure(
        title=_title(story, grid),
        subtitle=w.text(
            "Save rate by pillar and by format or trait in {month}. Strip: 95% interval", month=words.this_month(story)
        ),
        description=_description(story, grid),
        table=_table(story, grid),
        draw=partial(_draw, story, grid),
        note=_note(story, grid),
    )


def _grid(story: Story) -> Grid:
    """The pillars with most saves, most first."""
    report, finding = story.report, _finding(story)
    pillars = sorted(report.pillars, key=lambda group: -(group.saves or 0))[:MOST_ROWS]
    columns = [group.name for group in (*report.formats, *report.traits)]
    found = [_pair(story, pillar.name, column) for pillar in pillars for column in columns]
    seen = tuple(c for c in columns if any(pair and pair.other == c for pair in found))[:MOST_COLUMNS]
    pairs = tuple(pair for pair in found if pair and pair.other in seen)
    rows = tuple(pillar.name for pillar in pillars if any(pair.pillar == pillar.name for pair in pairs))
    return Grid(rows, seen, pairs, (finding.evidence["pillar"], finding.evidence["trait"]) if finding else None)


def _finding(story: Story) -> Finding | None:
    return next((finding for finding in story.report.insights if finding.rule == RULE), None)


def _pair(story: Story, pillar: str, other: str) -> Pair | None:
    """None without a rate."""
    per = story.report.rate_per
    notes = [n.activity for n in story.report.notes if (n.pillar or OTHER) == pillar and _is(n, other)]
    known = [(a["saves"], a[per]) for a in notes if a.get("saves") is not None and a.get(per)]
    if not known:
        return None
    saves, wholes = np.array(known, dtype=float).T
    rate = float(saves.sum() / wholes.sum())
    return Pair(pillar, other, len(known), int(saves.sum()), rate, rate_interval(saves, wholes))


def _is(note: Note, other: str) -> bool:
    return note.format == other or other in note.traits


# -- words


def _pillar(w: Wording, name: str) -> str:
    return fit.shorten(w.name(name), 400)


def _other(w: Wording, name: str) -> str:
    return fit.shorten(groups.group_name(w, name), 400)


def _title(story: Story, grid: Grid) -> str:
    w, finding, measured = story.wording, _finding(story), grid.measured
    if finding:
        return finding.text.get(w.language, finding.text["en"])
    low, high = measured[0], measured[-1]
    return w.text(
        "No pair of pillar and trait stands out beyond chance: {low} to {high}",
        low=words.rate(w, low.rate), high=words.rate(w, high.rate),
    )  # fmt: skip


def _description(story: Story, grid: Grid) -> str:
    w = story.wording
    told = [
        w.text(
            "{pillar} with {other}: {rate} from {n}",
            pillar=_pillar(w, pair.pillar), other=_other(w, pair.other), rate=words.rate(w, pair.rate),
            n=w.plural("{n} note", "{n} notes", pair.notes),
        )
        for pair in sorted(grid.pairs, key=lambda pair: (-pair.saves, pair.pillar, pair.other))[:MOST_ON_PHONES]
    ]  # fmt: skip
    return w.text("Save rates of pairs, most saves first. {pairs}.", pairs=w.series(told))


def _note(story: Story, grid: Grid) -> str:
    w, scale = story.wording, _scale(story, grid)
    few = w.text("Grey: under five notes, too few for an interval.") if len(grid.measured) < len(grid.pairs) else ""
    several = w.text("A note can have several traits.") if story.report.traits else ""
    cut = any(pair.interval and pair.interval[1] > scale.high for pair in grid.pairs)
    return w.joined([few, several, words.edge(w) if cut else ""])


def _table(story: Story, grid: Grid) -> Table:
    w = story.wording
    columns = (
        Column("pillar", w.text("Pillar")), Column("other", w.text("Format or trait")), Column("notes", w.text("Notes"), "count"),
        Column("saves", w.text("Saves"), "count"), Column("save_rate", w.text("Save rate"), "rate"),
        Column("low", w.text("95% from"), "rate"), Column("high", w.text("95% to"), "rate"),
    )  # fmt: skip
    rows = (
        (_pillar(w, p.pillar), _other(w, p.other), p.notes, p.saves, p.rate, *(p.interval or (None, None)))
        for p in grid.pairs
    )
    return Table(columns, tuple(rows))


# -- drawing


def _draw(story: Story, grid: Grid, canvas: Canvas) -> alt.LayerChart:
    """A dot plot in every cell; on a phone one below the other, of the pairs with most saves."""
    return dots.draw(_field(story, grid), canvas) if canvas.is_narrow else _cells(story, grid, canvas)


def _field(story: Story, grid: Grid) -> dots.Field:
    w = story.wording
    most = sorted(grid.measured, key=lambda pair: (-pair.saves, pair.pillar, pair.other))[:MOST_ON_PHONES]
    rows = tuple(_dot(w, pair) for pair in sorted(most, key=lambda pair: -pair.rate))
    return dots.Field(rows, dots.axis(rows, partial(words.rate_ticks, w)))


def _dot(w: Wording, pair: Pair) -> dots.Dot:
    low, high = pair.interval or (None, None)
    name = f"{_pillar(w, pair.pillar)} · {_other(w, pair.other)}"
    notes = w.plural("{n} note", "{n} notes", pair.notes)
    return dots.Dot(name, pair.rate, words.rate(w, pair.rate), notes, low, high)


def _cells(story: Story, grid: Grid, canvas: Canvas) -> alt.LayerChart:
    w, scale = story.wording, _scale(story, grid)
    names = {row: fit.shorten(_pillar(w, row), NAMES - 16, bold=True) for row in grid.rows}
    left = max(fit.width(name, bold=True) for name in names.values()) + 16
    height = look.height(canvas, 62, 62, paper=54) * len(grid.rows) + HEAD
    plane = look.Plane(
        canvas.width, height, look.Margin(left, 4, HEAD, 2), look.Axis(0, len(grid.columns)), look.Axis(0, len(grid.rows))
    )  # fmt: skip
    middles = {row: len(grid.rows) - place - 0.5 for place, row in enumerate(grid.rows)}
    sides = [{"px": -left, "py": plane.py(middles[row]), "text": name} for row, name in names.items()]
    return plane.chart(
        plane.rules([{"y": float(n)} for n in range(len(grid.rows) + 1)], look.GRID),
        *_heads(story, plane, grid, scale),
        plane.texts(sides, look.INK, fontWeight=700),
        *_marks(story, plane, grid, scale, middles),
    )


def _scale(story: Story, grid: Grid) -> look.Axis:
    """All rates, and intervals that are not too wide."""
    top = max(pair.rate for pair in grid.pairs)
    highs = max((pair.interval[1] for pair in grid.pairs if pair.interval), default=0.0)
    return look.from_zero(max(top, min(highs, 1.5 * top)), partial(words.rate_ticks, story.wording), 2)


def _x(grid: Grid, scale: look.Axis, other: str, value: float) -> float:
    return grid.columns.index(other) + ROOM + scale.part(scale.within(value)) * (1 - 2 * ROOM)


def _heads(story: Story, plane: look.Plane, grid: Grid, scale: look.Axis) -> list[look.Layer]:
    """The columns' names, and under each the ends of its scale with a line down."""
    room = plane.across / len(grid.columns)
    names: list[fit.Row] = []
    ticks: dict[str, list[fit.Row]] = {"left": [], "right": []}
    lines: list[fit.Row] = []
    for column in grid.columns:
        px = plane.px(_x(grid, scale, column, 0))
        name = fit.shorten(_other(story.wording, column), room - 12, bold=True)
        names.append({"px": px, "py": -HEAD + 12, "text": name})
        # The first from its line to the right and the last to the left, so that neighbours don't touch.
        for (value, text), align in zip((scale.ticks[0], scale.ticks[-1]), ticks, strict=True):
            x = _x(grid, scale, column, value)
            lines.append({"x": x})
            ticks[align].append({"px": plane.px(x), "py": -12, "text": text})
    labels = [plane.texts(rows, align=align) for align, rows in ticks.items()]
    return [plane.rules(lines, look.GRID), plane.texts(names, look.INK, fontWeight=700), *labels]


def _marks(
    story: Story, plane: look.Plane, grid: Grid, scale: look.Axis, middles: dict[str, float]
) -> list[look.Layer]:
    w = story.wording
    strips: list[fit.Row] = []
    spots: dict[str, list[fit.Row]] = {look.BRAND: [], look.PAST: []}
    texts: dict[str, list[fit.Row]] = {look.BRAND: [], look.INK: [], look.INK3: []}
    for pair in grid.pairs:
        y, x = middles[pair.pillar], _x(grid, scale, pair.other, pair.rate)
        if pair.interval:
            low, high = (_x(grid, scale, pair.other, end) for end in pair.interval)
            strips.append({"x": low, "x2": high, "y": y})
        spots[look.BRAND if pair.interval else look.PAST].append({"x": x, "y": y, "tip": _dot(w, pair).tip})
        is_named = (pair.pillar, pair.other) == grid.named
        colour = look.BRAND if is_named else look.INK if pair.interval else look.INK3
        texts[colour].append({"px": plane.px(x), "py": plane.py(y) - 15, "text": words.rate(w, pair.rate)})
        texts[look.INK3].append(_count(w, plane, pair, x, y))
    return [
        *([plane.strips(strips)] if strips else []),
        *(plane.dots(rows, colour, 80 if colour == look.BRAND else 36) for colour, rows in spots.items() if rows),
        *(layer for colour, rows in texts.items() if rows for layer in _labels(plane, rows, colour)),
    ]


def _labels(plane: look.Plane, rows: list[fit.Row], colour: str) -> list[look.Layer]:
    return plane.haloed(rows, colour, align="center", fontWeight=700 if colour == look.BRAND else 400)


def _count(w: Wording, plane: look.Plane, pair: Pair, x: float, y: float) -> fit.Row:
    """How many notes: under the dot, within the cell."""
    text = w.plural("{n} note", "{n} notes", pair.notes)
    half = fit.width(text) / 2
    cell = plane.across / plane.x.high
    left = int(x) * cell
    px = min(max(plane.px(x), left + half), left + cell - half - 2)
    return {"px": px, "py": plane.py(y) + 16, "text": text}
