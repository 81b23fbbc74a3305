"""Which formats and traits work in which pillar? The month's save rate of every pair, each on the same scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
from report_gen.wording import Wording, noop

SHAPE = "full"
SHEET = noop("Pillars by format and trait")
RULE = "pillar_trait"  # the finding that may say of a pair that it stands out
MOST_ROWS, MOST_COLUMNS, MOST_ON_PHONES = 8, 7, 8
ROOM = 0.04  # of a cell before its scale
NAMES = 200  # pixels that the pillars' names may take
HEAD = 28  # pixels for the columns' names
ROW = 58
CELL = 104  # pixels that a column needs at least


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
    whole = story.report.value("save_rate")
    values = {"low": scale.ticks[0][1], "high": _end(w, scale), "rate": words.rate(w, whole)}
    read = (
        w.text("Strips run from {low} to {high}.", **values)
        if whole is None
        else w.text("Strips run from {low} to {high}; upright: all notes together, {rate}.", **values)
    )
    cut = any(pair.interval and pair.interval[1] > scale.high for pair in grid.pairs)
    return w.joined([read, few, several, words.edge(w) if cut else ""])


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


def _draw(story: Story, grid: Grid, canvas: Canvas) -> look.Picture:
    """A dot plot in every cell; on a phone one below the other, of the pairs with most saves."""
    return dots.draw(_field(story, grid), canvas) if canvas.is_narrow else _cells(story, grid, canvas)


def _field(story: Story, grid: Grid) -> dots.Field:
    w = story.wording
    most = sorted(grid.measured, key=lambda pair: (-pair.saves, pair.pillar, pair.other))[:MOST_ON_PHONES]
    rows = tuple(_dot(w, pair) for pair in sorted(most, key=lambda pair: -pair.rate))
    whole = story.report.value("save_rate")
    aim = w.text("all notes {rate}", rate=words.rate(w, whole)) if whole is not None else ""
    return dots.Field(rows, dots.axis(rows, partial(words.rate_ticks, w), whole), whole, aim)


def _dot(w: Wording, pair: Pair) -> dots.Dot:
    low, high = pair.interval or (None, None)
    name = f"{_pillar(w, pair.pillar)} · {_other(w, pair.other)}"
    notes = w.plural("{n} note", "{n} notes", pair.notes)
    return dots.Dot(name, pair.rate, words.rate(w, pair.rate), notes, low, high)


def _cells(story: Story, grid: Grid, canvas: Canvas) -> look.Picture:
    """A table in words: in each cell the rate, where a reader looks for it, and under it its strip on a scale that all cells
    share, with a hairline at the rate of all notes."""
    names = {row: fit.shorten(_pillar(story.wording, row), NAMES - 16, bold=True) for row in grid.rows}
    left = max(fit.width(name, bold=True) for name in names.values()) + 16
    height = look.height(canvas, ROW, ROW, paper=ROW) * len(grid.rows) + HEAD
    columns = _fitting(grid, canvas.width - left)
    plane = look.Plane(
        canvas.width, height, look.Margin(left, 2, HEAD, 2), look.Axis(0, len(columns)), look.Axis(0, len(grid.rows)), near="y"
    )  # fmt: skip
    shown = tuple(pair for pair in grid.pairs if pair.other in columns)
    table = Cells(plane, grid.rows, columns, _scale(story, grid))
    sides = [{"px": -left, "py": table.middle(row) - 8, "text": name} for row, name in names.items()]
    return plane.chart(
        *_ground(story, table, shown),
        plane.texts(_heads(story, table), look.INK2),
        plane.texts(sides, look.INK, fontWeight=700),
        *_strips(story.wording, table, shown),
        *_figures(story.wording, table, shown, grid.named),
    )


def _fitting(grid: Grid, room: float) -> tuple[str, ...]:
    """As many columns as are wide enough for their words, that of the finding among them."""
    most = max(2, int(room // CELL))
    kept = grid.columns[:most]
    if grid.named is None or grid.named[1] in kept:
        return kept
    return (*kept[:-1], grid.named[1])


def _scale(story: Story, grid: Grid) -> look.Axis:
    """Rates and intervals that are not too wide. What a note or two did may lie beyond: its number says it."""
    top = 1.5 * max(pair.rate for pair in grid.measured)
    inside = [rate for pair in grid.pairs for rate in (pair.rate, *(pair.interval or ())) if rate <= top]
    scale = look.from_zero(max(inside), partial(words.rate_ticks, story.wording), 2)
    last = scale.ticks[-1][0]
    return replace(scale, high=last) if last >= max(p.rate for p in grid.measured) else scale  # round ends read better


def _end(w: Wording, scale: look.Axis) -> str:
    value, text = scale.ticks[-1]
    return text if value == scale.high else words.rate(w, scale.high)


@dataclass(frozen=True)
class Cells:
    """Where things stand: rows and columns of the plane, and in each cell the same scale."""

    plane: look.Plane
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    scale: look.Axis

    def left(self, other: str) -> float:
        """The pixel at which a column's words and strips begin."""
        return self.plane.px(self.columns.index(other) + ROOM)

    @property
    def room(self) -> float:
        """Pixels that a cell's words have."""
        return self.plane.px(1 - ROOM)

    def middle(self, pillar: str) -> float:
        return self.plane.py(len(self.rows) - self.rows.index(pillar) - 0.5)

    def strip(self, pillar: str) -> float:
        """The height of the row's strips, as a value."""
        return self.plane.y_at(self.middle(pillar) + 13)

    def x(self, other: str, rate: float) -> float:
        part = self.scale.part(self.scale.within(rate))
        return self.columns.index(other) + ROOM + part * (1 - 3 * ROOM)


def _heads(story: Story, table: Cells) -> list[fit.Row]:
    return [
        {"px": table.left(column), "py": -HEAD / 2, "text": fit.shorten(_other(story.wording, column), table.room - 6)}
        for column in table.columns
    ]


def _ground(story: Story, table: Cells, pairs: Sequence[Pair]) -> list[look.Layer]:
    """Rules between the rows, the track of every strip, and on each the rate of all notes."""
    whole = story.report.value("save_rate")
    tracks = [
        {"x": table.x(p.other, table.scale.low), "x2": table.x(p.other, table.scale.high), "y": table.strip(p.pillar)}
        for p in pairs
    ]  # fmt: skip
    rules = [{"y": float(n)} for n in range(len(table.rows) + 1)]
    marks = [table.plane.rules(rules, look.GRID), table.plane.rules(tracks, look.RULE)]
    if whole is None:
        return marks
    half = table.plane.y_at(0) - table.plane.y_at(8)
    usual = [
        {"x": table.x(p.other, whole), "y": table.strip(p.pillar) - half, "y2": table.strip(p.pillar) + half} for p in pairs
    ]  # fmt: skip
    return [*marks, table.plane.rules(usual, look.INK2, 1.5)]


def _strips(w: Wording, table: Cells, pairs: Sequence[Pair]) -> list[look.Layer]:
    strips: list[fit.Row] = []
    spots: dict[str, list[fit.Row]] = {look.BRAND: [], look.PAST: []}
    for pair in pairs:
        y = table.strip(pair.pillar)
        if pair.interval:
            low, high = (table.x(pair.other, end) for end in pair.interval)
            strips.append({"x": low, "x2": high, "y": y})
        if pair.rate <= table.scale.high:
            spots[look.BRAND if pair.interval else look.PAST].append(
                {"x": table.x(pair.other, pair.rate), "y": y, "tip": _dot(w, pair).tip}
            )
    dots = [
        table.plane.dots(rows, colour, 70 if colour == look.BRAND else 40) for colour, rows in spots.items() if rows
    ]
    return [*([table.plane.strips(strips)] if strips else []), *dots]


def _figures(w: Wording, table: Cells, pairs: Sequence[Pair], named: tuple[str, str] | None) -> Iterator[look.Layer]:
    """The rate, and behind it how many notes it is of; a cell without notes says so."""
    rates: dict[str, list[fit.Row]] = {look.BRAND: [], look.INK: [], look.INK3: []}
    counts: list[fit.Row] = []
    for pair in pairs:
        text, px, py = words.rate(w, pair.rate), table.left(pair.other), table.middle(pair.pillar) - 8
        is_named = (pair.pillar, pair.other) == named
        rates[look.BRAND if is_named else look.INK if pair.interval else look.INK3].append(
            {"px": px, "py": py, "text": text}
        )
        behind, count = fit.width(text, 15, bold=True) + 6, w.plural("{n} note", "{n} notes", pair.notes)
        if behind + fit.width(count) <= table.room:
            counts.append({"px": px + behind, "py": py, "text": count})
    there = {(pair.pillar, pair.other) for pair in pairs}
    empty = [
        {"px": table.left(column), "py": table.middle(row) - 8, "text": "–"}
        for row in table.rows for column in table.columns if (row, column) not in there
    ]  # fmt: skip
    for colour, rows in rates.items():
        if rows:
            yield table.plane.texts(rows, colour, fontSize=15, fontWeight=400 if colour == look.INK3 else 700)
    yield from (table.plane.texts(rows) for rows in (counts, empty) if rows)
