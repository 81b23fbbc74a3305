"""Where do readers go, and on which days? Click-throughs by destination, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import DestinationClicks
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Click-throughs by day")
MOST = 6  # lines; the rest is in the table


def figure(story: Story) -> Figure | None:
    """None where no destination has clicks by day."""
    known = sorted(
        (d for d in story.report.destinations if d.days and d.clicks), key=lambda d: (-(d.clicks or 0), d.name)
    )
    if not known:
        return None
    w = story.wording
    listed = w.series(f"{words.destination(w, d.name)} {w.count(d.clicks)}" for d in known)
    return Figure(
        title=_title(story, known),
        subtitle=w.text(
            "Click-throughs by day in {month}; at the end of each line the month’s total", month=words.this_month(story)
        ),
        description=w.text(
            "Click-throughs in {month} by destination: {totals}.", month=words.this_month(story), totals=listed
        ),
        table=_table(story, known),
        draw=partial(_draw, story, known[:MOST]),
        note=_note(story, known),
    )


def _title(story: Story, known: list[DestinationClicks]) -> str:
    w, most = story.wording, known[0]
    everywhere = [d.clicks for d in story.report.destinations if d.clicks]  # some are known for the month only
    total = sum(everywhere)
    values = {
        "name": fit.shorten(words.destination(w, most.name), 260), "total": w.count(total), "month": words.this_month(story),
    }  # fmt: skip
    if len(everywhere) > 1:
        share = w.share((most.clicks or 0) / total)
        if most.name == "profile":
            return w.text("{share} of click-throughs went to the profile", share=share)
        return w.text("{share} of click-throughs went to {name}", share=share, **values)
    day, clicks = _best(known)
    return w.text(
        "{month}’s {total} click-throughs peaked at {clicks} on {day}", day=w.day(day), clicks=w.count(clicks), **values
    )


def _totals(known: list[DestinationClicks]) -> dict[dt.date, int]:
    totals: dict[dt.date, int] = {}
    for one in known:
        for day in one.days:
            totals[day.date] = totals.get(day.date, 0) + day.clicks
    return totals


def _best(known: list[DestinationClicks]) -> tuple[dt.date, int]:
    return max(_totals(known).items(), key=lambda item: (item[1], item[0]))


def _note(story: Story, known: list[DestinationClicks]) -> str:
    w = story.wording
    day, clicks = _best(known)
    best = w.text("Most on {day}: {clicks}, all destinations together.", day=w.day(day), clicks=w.count(clicks))
    more = len(known) - MOST
    if more <= 0:
        return best
    return w.joined([best, w.plural("{n} more destination in the table.", "{n} more destinations in the table.", more)])


def _table(story: Story, known: list[DestinationClicks]) -> Table:
    w = story.wording
    columns = (Column("date", w.text("Date"), "date"), Column("destination", w.text("Destination")),
               Column("clicks", w.text("Click-throughs"), "count"))  # fmt: skip
    return Table(columns, tuple((day.date, one.name, day.clicks) for one in known for day in one.days))


def _draw(story: Story, known: list[DestinationClicks], canvas: Canvas) -> look.Picture:
    w = story.wording
    first, last = story.report.first_day, max(day.date for one in known for day in one.days)
    top = max(day.clicks for one in known for day in one.days)
    y = look.from_zero(top, partial(words.count_ticks, w), whole=True)
    labels = [f"{words.destination(w, one.name)} {w.count(one.clicks)}" for one in known]
    right = min(max(fit.width(text, bold=True) for text in labels) + 14, 120 if canvas.is_narrow else 200)
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, right, 12, 26)
    x = look.Axis(0.5, (last - first).days + 1.5, day_ticks(story, (last - first).days + 1, canvas))
    plane = look.Plane(canvas.width, look.height(canvas, 280, 230, paper=220), margin, x, y, near="x")
    return plane.chart(*plane.grid(), *_lines(story, plane, known), *_ends(story, plane, known))


def day_ticks(story: Story, days: int, canvas: Canvas) -> look.Ticks:
    """Days of the month a week apart; on a phone two weeks apart."""
    shown = [day for day in ((1, 15, 29) if canvas.is_narrow else (1, 8, 15, 22, 29)) if day <= days]
    return tuple((float(day), story.wording.day(story.report.first_day + dt.timedelta(day - 1))) for day in shown)


def _colour(place: int) -> str:
    return look.SERIES[place] if place < len(look.SERIES) else look.PAST


def _lines(story: Story, plane: look.Plane, known: list[DestinationClicks]) -> Iterator[look.Layer]:
    """The last drawn lies on top: the destination with most clicks. A day without a row is a gap."""
    w = story.wording
    for place, one in reversed(list(enumerate(known))):
        clicks = {day.date.day: day for day in one.days}
        rows: list[fit.Row] = [
            {"x": number, "y": clicks[number].clicks if number in clicks else None, "key": one.name}
            for number in range(1, max(clicks) + 1)
        ]  # fmt: skip
        tips = [
            {"x": day.date.day, "y": day.clicks, "key": one.name,
             "tip": look.said(words.destination(w, one.name), w.pair(w.day(day.date), w.count(day.clicks)))}
            for day in one.days
        ]  # fmt: skip
        yield plane.line(rows, _colour(place), 2.25)
        yield plane.dots(tips, _colour(place), 10)


def _ends(story: Story, plane: look.Plane, known: list[DestinationClicks]) -> Iterator[look.Layer]:
    w, room = story.wording, plane.margin.right - 10
    places = fit.dodge([plane.py(one.days[-1].clicks) for one in known], 17, 4, plane.up - 4)
    for place, (py, one) in enumerate(zip(places, known, strict=True)):
        text = fit.ending(words.destination(w, one.name), w.count(one.clicks), room)
        colour = _colour(place) if place < len(look.SERIES) else look.INK2
        yield plane.texts([{"px": plane.across + 8, "py": py, "text": text, "key": one.name}], colour, fontWeight=700)
