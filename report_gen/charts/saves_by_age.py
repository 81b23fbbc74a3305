"""Do this month's notes earn saves faster than notes usually do here? Saves at the month's end, by days since publication.

A cross-section, not a curve of each note: a note is seen once, at the reading that closed its month. The band is the middle
half of the notes that were as old at the closing of one of the six months before.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import partial
from statistics import quantiles

import altair as alt

from report_gen.charts import _fit as fit
from report_gen.charts import _notes as notes
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Note, Report
from report_gen.story import Story

SHAPE = "half"
WEEKS = ((0, 7), (7, 14), (14, 21), (21, 32))  # days since publication, the last not included
FEWEST = 6  # earlier notes of an age, below which there is no usual
LABELLED = 3


@dataclass(frozen=True)
class Seen:
    """A note at the closing of the month that it came out in."""

    note: Note
    age: float
    saves: int


@dataclass(frozen=True)
class Usual:
    """Quartiles of earlier notes of that age, in days from `start` to `end`."""

    start: float
    end: float
    low: float
    middle: float
    high: float
    notes: int


def figure(story: Story) -> Figure | None:
    """None where no note came out this month."""
    now = _seen(story.report)
    if not now:
        return None
    usual = _usual(story)
    held = [(seen, band) for seen in now if (band := _band(usual, seen.age))]
    above = sum(seen.saves > band.middle for seen, band in held)
    return Figure(
        title=_title(story, now, len(held), above),
        subtitle=_subtitle(story, usual),
        description=_description(story, now, usual),
        table=_table(story, now, usual),
        draw=partial(_draw, story, now, usual),
        note=_note(story, now, usual),
    )  # fmt: skip


def _seen(report: Report) -> list[Seen]:
    """The month's own notes, most saves first."""
    closing = dt.datetime.combine(report.coverage.closing or report.coverage.last_day, dt.time())
    found = []
    for note in report.notes:
        saves = note.lifetime.get("saves")
        age = (closing - dt.datetime.fromisoformat(note.published_at).replace(tzinfo=None)) / dt.timedelta(days=1)
        if "new" in note.flags and saves is not None and 0 <= age < WEEKS[-1][1]:
            found.append(Seen(note, age, max(saves, 0)))
    return sorted(found, key=lambda seen: (-seen.saves, seen.note.key))


def _usual(story: Story) -> list[Usual]:
    earlier = [seen for report in story.six_before for seen in _seen(report)]
    return [band for start, end in WEEKS if (band := _quartiles(earlier, start, end))]


def _quartiles(earlier: list[Seen], start: int, end: int) -> Usual | None:
    saves = [float(seen.saves) for seen in earlier if start <= seen.age < end]
    if len(saves) < FEWEST:
        return None
    low, middle, high = quantiles(saves, n=4, method="inclusive")
    return Usual(start, end, low, middle, high, len(saves))


def _band(usual: list[Usual], age: float) -> Usual | None:
    return next((band for band in usual if band.start <= age < band.end), None)


# -- words


def _title(story: Story, now: list[Seen], held: int, above: int) -> str:
    w = story.wording
    values = {"month": words.this_month(story), "above": w.count(above)}
    if not held:
        return w.plural("{month}’s note has {best} saves so far", "{month}’s {n} notes have up to {best} saves so far", len(now),
                        best=w.count(now[0].saves), **values)  # fmt: skip
    return w.plural(
        "{above} of {n} note of {month} has more saves than usual at its age",
        "{above} of {n} notes of {month} have more saves than usual at their age", held, **values,
    )  # fmt: skip


def _subtitle(story: Story, usual: list[Usual]) -> str:
    w = story.wording
    said = w.text("Saves so far of {month}’s notes by days since publication.", month=words.this_month(story))
    return f"{said} {w.text('Shaded: middle half of earlier notes at that age')}" if usual else said


def _description(story: Story, now: list[Seen], usual: list[Usual]) -> str:
    w = story.wording
    best = now[0]
    said = w.plural(
        "{n} note of {month} by days since publication and saves; most: {title}, {saves}.",
        "{n} notes of {month} by days since publication and saves; most: {title}, {saves}.", len(now),
        month=words.this_month(story), title=fit.shorten(best.note.title, 400), saves=w.count(best.saves),
    )  # fmt: skip
    middles = "; ".join(
        w.text(
            "day {start} to {end}: {middle}", start=w.count(b.start), end=w.count(b.end), middle=w.number(b.middle, 0)
        )
        for b in usual
    )
    return f"{said} {w.text('Usual: {middles}.', middles=middles)}" if usual else said


def _note(story: Story, now: list[Seen], usual: list[Usual]) -> str:
    w = story.wording
    scale = w.text("Logarithmic scale.")
    if not usual:
        return scale
    earlier = sum(band.notes for band in usual)
    return " ".join([
        w.text("{now} notes against {earlier} of the six months before.", now=w.count(len(now)), earlier=w.count(earlier)),
        scale,
    ])  # fmt: skip


def _table(story: Story, now: list[Seen], usual: list[Usual]) -> Table:
    w = story.wording
    columns = (
        Column("note", w.text("Note")), Column("published", w.text("Published"), "date"),
        Column("days", w.text("Days since publication"), "number"), Column("saves", w.text("Saves"), "count"),
        Column("usual_low", w.text("Usual from"), "number"), Column("usual", w.text("Usual"), "number"),
        Column("usual_high", w.text("Usual to"), "number"),
    )  # fmt: skip
    rows = []
    for seen in now:
        band = _band(usual, seen.age)
        limits = (band.low, band.middle, band.high) if band else (None, None, None)
        rows.append((seen.note.title, notes.published(seen.note), round(seen.age, 1), seen.saves, *limits))
    return Table(columns, tuple(rows))


# -- drawing


def _height(saves: float) -> float:
    """Logarithmic; 0 and 1 stand together on the axis."""
    return math.log10(max(saves, 1))


def _heights(story: Story, now: list[Seen], usual: list[Usual]) -> look.Axis:
    """From the power of ten, or three times one, below the lowest."""
    values = [_height(v) for v in (*(s.saves for s in now), *(limit for b in usual for limit in (b.low, b.high)))]
    grid = [power + step for power in range(10) for step in (0, math.log10(3))]
    low = max((value for value in grid if value <= min(values) - 0.05), default=0.0)
    high = max(*values, low + 1) + 0.1
    return look.Axis(low, high, tuple((v, story.wording.count(10**v)) for v in grid if low <= v <= high))


def _draw(story: Story, now: list[Seen], usual: list[Usual], canvas: Canvas) -> alt.LayerChart:
    w, y = story.wording, _heights(story, now, usual)
    days = ((0, w.text("day {n}", n=0)), *((float(n), w.count(n)) for n in (7, 14, 21, 28)))
    label = w.text("usual")
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, fit.width(label) + 12, 16, 26)
    height = look.height(canvas, 300, 250, paper=220)
    plane = look.Plane(canvas.width, height, margin, look.Axis(0, 32, days), y)
    spots = [notes.Spot(s.note, s.age, _height(s.saves), _tip(story, s)) for s in now]
    return plane.chart(
        *_bands(plane, usual, label),
        *plane.grid(),
        *notes.spots(plane, spots, look.BRAND, 70),
        *notes.titles(plane, spots[:LABELLED], spots, 100 if canvas.is_narrow else 150, _median_pixels(plane, usual)),
    )


def _tip(story: Story, seen: Seen) -> str:
    w = story.wording
    return notes.tip(
        story,
        seen.note,
        w.plural("{n} save", "{n} saves", seen.saves),
        w.plural("{n} day", "{n} days", round(seen.age)),
    )


def _median_pixels(plane: look.Plane, usual: list[Usual]) -> list[fit.Place]:
    ends = [[(plane.px(day), plane.py(_height(band.middle))) for day in (band.start, band.end)] for band in usual]
    return [pixel for pair in ends for pixel in fit.along(pair, 20)]


def _bands(plane: look.Plane, usual: list[Usual], label: str) -> list[look.Layer]:
    """Week by week the middle half, and the median across it."""
    if not usual:
        return []
    bands = [{"x": b.start, "x2": b.end, "y": _height(b.low), "y2": _height(b.high)} for b in usual]
    medians = [{"x": b.start, "x2": b.end, "y": _height(b.middle)} for b in usual]
    last = usual[-1]
    name = {"px": plane.px(last.end) + 8, "py": plane.py(_height(last.middle)), "text": label}
    return [plane.bars(bands, look.BAND), plane.rules(medians, look.PAST, 2), plane.texts([name])]
