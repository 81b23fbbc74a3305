"""On which days do people talk, and is it when a note comes out?"""

from __future__ import annotations

import datetime as dt
from functools import partial
from statistics import median

from report_gen.charts import _fit as fit
from report_gen.charts import _notes as notes
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.charts.click_throughs_by_day import day_ticks
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Comments by day")


def figure(story: Story) -> Figure | None:
    """None without daily trends."""
    days = {day.date: day.values["comments"] for day in story.report.days if "comments" in day.values}
    if not days or max(days.values()) <= 0:
        return None
    w = story.wording
    best = max(days, key=lambda day: (days[day], day))
    out = _published(story)
    values = {"day": w.day(best), "most": w.count(days[best]), "usual": w.number(median(days.values()), 0)}
    return Figure(
        title=w.text("Comments peaked at {most} on {day}; half of all days had {usual} or fewer", **values),
        subtitle=w.text(
            "Comments by day in {month}. Dots under the line: a note was published", month=words.this_month(story)
        ),
        description=w.text(
            "Comments by day in {month}: most on {day}, {most}; median {usual}.",
            month=words.this_month(story),
            **values,
        ),
        table=_table(story, days, out),
        draw=partial(_draw, story, days, out),
        note=w.text("Comments on all notes, also older ones."),
    )


def _published(story: Story) -> dict[dt.date, int]:
    """Notes that came out in the month, by day."""
    counts: dict[dt.date, int] = {}
    for note in story.report.notes:
        if "new" in note.flags:
            day = notes.published(note)
            counts[day] = counts.get(day, 0) + 1
    return counts


def _table(story: Story, days: dict[dt.date, int], out: dict[dt.date, int]) -> Table:
    w = story.wording
    columns = (Column("date", w.text("Date"), "date"), Column("comments", w.text("Comments"), "count"),
               Column("notes_published", w.text("Notes published"), "count"))  # fmt: skip
    return Table(columns, tuple((day, count, out.get(day, 0)) for day, count in sorted(days.items())))


def _draw(story: Story, days: dict[dt.date, int], out: dict[dt.date, int], canvas: Canvas) -> look.Picture:
    w, last = story.wording, max(days)
    y = look.from_zero(max(days.values()), partial(words.count_ticks, w), whole=True)
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, 14, 24, 38)
    ticks = tuple((place, text) for place, text in day_ticks(story, last.day, canvas))
    height = look.height(canvas, 330, 240, paper=222)
    plane = look.Plane(canvas.width, height, margin, look.Axis(0.4, last.day + 0.6), y, near="x")
    best = max(days, key=lambda day: (days[day], day))
    rows = {
        day: {
            "x": day.day - 0.36,
            "x2": day.day + 0.36,
            "y": 0,
            "y2": max(count, 0),
            "tip": w.pair(w.day(day), w.count(count)),
        }
        for day, count in days.items()
    }
    labels = [{"px": plane.px(place), "py": plane.up + 28, "text": text} for place, text in ticks]
    marks = [{"x": day.day, "y": plane.y_at(plane.up + 9)} for day in out if day in days]
    half = fit.width(w.count(days[best]), bold=True) / 2
    peak = {
        "px": min(plane.px(best.day), plane.across + 14 - half),
        "py": plane.py(days[best]) - 11,
        "text": w.count(days[best]),
    }
    return plane.chart(
        *plane.grid(),
        plane.texts(labels, align="center"),
        plane.bars([row for day, row in rows.items() if day != best], look.RULE),
        plane.bars([rows[best]], look.BRAND),
        *([plane.dots(marks, look.INK2, 16)] if marks else []),
        *plane.haloed([peak], look.BRAND, align="center", fontWeight=700),
    )
