"""How regularly do notes come out, and on which days of the week? Thirteen weeks, a dot for each note."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _notes as notes
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Note
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHAPE = "full"
SHEET = noop("Posting rhythm")
WEEKS = 13
DAYS = 7


@dataclass(frozen=True)
class Rhythm:
    """The notes published from `first`, a Monday, to `last`, each once, in order of publication."""

    first: dt.date
    last: dt.date
    notes: tuple[Note, ...]

    @property
    def weeks(self) -> int:
        return (self.last - self.first).days // DAYS + 1


def figure(story: Story) -> Figure | None:
    """None where no note's saves are known."""
    rhythm = _rhythm(story)
    if not any(note.lifetime.get("saves") is not None for note in rhythm.notes):
        return None
    w, days = story.wording, _published(story, rhythm)
    return Figure(
        title=_title(story, rhythm, days),
        subtitle=w.plural("Notes by week and day of the week over {n} week. Size of a dot: saves since publication",
                          "Notes by week and day of the week over {n} weeks. Size of a dot: saves since publication",
                          rhythm.weeks),
        description=_description(w, rhythm),
        table=_table(story, rhythm),
        draw=partial(_draw, story, rhythm),
        note=w.text("Coloured: published in {month}.", month=words.this_month(story)),
    )  # fmt: skip


def _rhythm(story: Story) -> Rhythm:
    """Of a note in several Reports the latest counters count. Of the time before the first Report too little is known."""
    last = story.report.coverage.last_day
    begun = story.reports[0].first_day if story.reports[0].coverage.first_month else dt.date.min
    start = max(last - dt.timedelta(DAYS * (WEEKS - 1)), begun)
    first = start - dt.timedelta(start.weekday())
    found = {note.key: note for report in story.reports for note in report.notes}
    shown = [note for note in found.values() if first <= notes.published(note) <= last]
    return Rhythm(first, last, tuple(sorted(shown, key=lambda n: (n.published_at, n.key))))


def _published(story: Story, rhythm: Rhythm) -> list[dt.date]:
    """The days of this month on which notes came out, a day for each note."""
    return [day for day in map(notes.published, rhythm.notes) if day >= story.report.first_day]


def _title(story: Story, rhythm: Rhythm, days: list[dt.date]) -> str:
    w, month = story.wording, words.this_month(story)
    if not days:
        return w.text("No note came out in {month}", month=month)
    out = w.plural("{n} note came out in {month}", "{n} notes came out in {month}", len(days), month=month)
    pause = _longest_pause(story.report.first_day, rhythm.last, set(days))
    if not pause:
        return w.text("{notes}, on every day at least one", notes=out)
    return w.plural(
        "{notes}; at most {n} day passed without one", "{notes}; at most {n} days passed without one", pause, notes=out
    )


def _longest_pause(first: dt.date, last: dt.date, days: set[dt.date]) -> int:
    """Days of the month in a row without a note."""
    longest = run = 0
    for place in range((last - first).days + 1):
        run = 0 if first + dt.timedelta(place) in days else run + 1
        longest = max(longest, run)
    return longest


def _description(w: Wording, rhythm: Rhythm) -> str:
    counts = Counter(notes.published(note).weekday() for note in rhythm.notes)
    said = w.enumerated(
        w.text("{weekday} {count}", weekday=name, count=w.count(counts[day])) for day, name in enumerate(_weekdays(w))
    )
    return w.text("Notes by day of the week since {first}: {counts}.", first=w.date(rhythm.first), counts=said)


def _weekdays(w: Wording) -> tuple[str, ...]:
    return (
        w.text("Mon"), w.text("Tue"), w.text("Wed"), w.text("Thu"), w.text("Fri"), w.text("Sat"), w.text("Sun"),
    )  # fmt: skip


def _table(story: Story, rhythm: Rhythm) -> Table:
    w = story.wording
    names = _weekdays(w)
    columns = (
        Column("published", w.text("Published"), "date"),
        Column("weekday", w.text("Day")),
        Column("note", w.text("Note")),
        Column("lifetime_saves", w.text("Saves"), "count"),
    )
    days = [(notes.published(note), note) for note in rhythm.notes]
    rows = [(day, names[day.weekday()], note.title, note.lifetime.get("saves")) for day, note in days]
    return Table(columns, tuple(rows))


def _draw(story: Story, rhythm: Rhythm, canvas: Canvas) -> look.Picture:
    plane = _plane(story, rhythm, canvas)
    spots = _spots(story, rhythm, plane)
    return plane.chart(
        plane.rules([{"y": tick} for tick, _ in plane.y.ticks], look.GRID),
        plane.texts([{"px": -8, "py": plane.py(tick), "text": text} for tick, text in plane.y.ticks], align="right"),
        plane.foot(),
        *_dots(plane, [spot for spot in spots if not spot["now"]], look.PAST),
        *_dots(plane, [spot for spot in spots if spot["now"]], look.BRAND),
    )


def _dots(plane: look.Plane, spots: list[fit.Row], colour: str) -> list[look.Layer]:
    """A layer for each size."""
    sizes: dict[int, list[fit.Row]] = {}
    for spot in spots:
        sizes.setdefault(spot["size"], []).append({key: spot[key] for key in ("x", "y", "tip")})
    return [plane.dots(rows, colour, size) for size, rows in sizes.items()]


def _plane(story: Story, rhythm: Rhythm, canvas: Canvas) -> look.Plane:
    w = story.wording
    names = tuple((float(DAYS - 1 - day), name) for day, name in enumerate(_weekdays(w)))
    firsts = [rhythm.first + dt.timedelta(n) for n in range((rhythm.last - rhythm.first).days + 1)]
    begins = [day for day in firsts if day.day == 1]
    shown = begins if len(begins) > 1 else [*begins, rhythm.last]  # one label alone says nothing of the scale
    ticks = tuple(((day - rhythm.first).days / DAYS, w.day(day)) for day in shown)
    x = look.Axis(-0.5, rhythm.weeks - 0.2, ticks)
    margin = look.Margin(max(fit.width(name) for _, name in names) + 12, 14, 8, 26)
    return look.Plane(
        canvas.width, look.height(canvas, 230, 220, paper=190), margin, x, look.Axis(-0.6, DAYS - 0.4, names)
    )


def _spots(story: Story, rhythm: Rhythm, plane: look.Plane) -> list[fit.Row]:
    """Notes of one day stand beside each other."""
    most = max((note.lifetime.get("saves") or 0 for note in rhythm.notes), default=0) or 1
    taken: Counter[dt.date] = Counter()
    aside = 9 / max(plane.px(1) - plane.px(0), 1)
    rows = []
    for note in rhythm.notes:
        day = notes.published(note)
        week, weekday = divmod((day - rhythm.first).days, DAYS)
        saves = max(note.lifetime.get("saves") or 0, 0)
        rows.append({
            "x": week + taken[day] * aside, "y": DAYS - 1 - weekday, "now": day >= story.report.first_day,
            "tip": notes.tip(story, note, story.wording.plural("{n} save", "{n} saves", saves)),
            "size": 18 + 10 * round(15 * math.sqrt(saves / most)),
        })  # fmt: skip
        taken[day] += 1
    return rows
