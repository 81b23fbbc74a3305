"""Whose notes do people keep? The month's creators by save rate, beside the account's own notes."""

from __future__ import annotations

from functools import partial

from report_gen import collaborations
from report_gen.charts import _creators as creators
from report_gen.charts import _dots as dots
from report_gen.charts import _words as words
from report_gen.collaborations import Together
from report_gen.figures import Column, Figure, Table
from report_gen.report import Creator
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Creators by save rate")


def figure(story: Story) -> Figure | None:
    """None where no creator's rate is known."""
    known = sorted(
        (one for one in story.report.creators if one.save_rate is not None), key=lambda c: (-(c.save_rate or 0), c.name)
    )
    if not known:
        return None
    w, earlier = story.wording, collaborations.before(story)
    field = _field(story, known, earlier)
    said = w.series(f"{creators.name(one)} {words.rate(w, one.save_rate)}" for one in known)
    return Figure(
        title=_title(story, known),
        subtitle=w.text("Save rate of creators’ notes published in {month}", month=words.this_month(story)),
        description=w.text("Save rate by creator in {month}: {rates}.", month=words.this_month(story), rates=said),
        table=_table(story, known, earlier),
        draw=partial(dots.draw, field),
        note=_note(story, field, known),
    )


def _title(story: Story, known: list[Creator]) -> str:
    """Without intervals the two ends are named, and nothing is claimed of who is better."""
    w, first, last = story.wording, known[0], known[-1]
    values = {"first": creators.name(first, creators.TITLE), "rate": words.rate(w, first.save_rate)}
    if first is last:
        return w.text("{first}: {rate} saved in {month}", month=words.this_month(story), **values)
    values |= {"last": creators.name(last, creators.TITLE), "least": words.rate(w, last.save_rate)}
    few = len(known) <= creators.FEW
    if few and first.interval and last.interval and first.interval[0] > last.interval[1]:
        return w.text("{first} at {rate}, {last} at {least}: beyond chance", **values)
    return w.text("{first} at {rate}, {last} at {least}", **values)


def _field(story: Story, known: list[Creator], earlier: dict[str, Together]) -> dots.Field:
    w, own = story.wording, story.report.value("save_rate")
    rows = tuple(_dot(story, one, earlier.get(one.name)) for one in creators.shown(known))
    return dots.Field(
        dots=rows,
        x=dots.axis(rows, partial(words.rate_ticks, w), own),
        goal=own,
        aim=w.text("own notes {rate}", rate=words.rate(w, own)) if own is not None else "",
        before=w.text("before"),
    )


def _dot(story: Story, one: Creator, then: Together | None) -> dots.Dot:
    w = story.wording
    low, high = one.interval or (None, None)
    followers = w.plural("{n} follower", "{n} followers", one.followers) if one.followers is not None else ""
    return dots.Dot(
        name=creators.name(one),
        value=one.save_rate or 0,
        text=words.rate(w, one.save_rate),
        sub=followers or creators.notes(w, one),
        low=low,
        high=high,
        before=then.save_rate if then else None,
    )


def _table(story: Story, known: list[Creator], earlier: dict[str, Together]) -> Table:
    w = story.wording
    columns = (
        Column("creator", w.text("Creator")),
        Column("followers", w.text("Followers"), "count"),
        Column("notes", w.text("Notes"), "count"),
        Column("save_rate", w.text("Save rate"), "rate"),
        Column("low", w.text("95% from"), "rate"),
        Column("high", w.text("95% to"), "rate"),
        Column("earlier_save_rate", w.text("Months before"), "rate"),
    )
    rows = [
        (one.name, one.followers, one.notes, one.save_rate, *(one.interval or (None, None)), _rate(earlier, one))
        for one in known
    ]
    return Table(columns, tuple(rows))


def _rate(earlier: dict[str, Together], one: Creator) -> float | None:
    return earlier[one.name].save_rate if one.name in earlier else None


def _note(story: Story, field: dots.Field, known: list[Creator]) -> str:
    w, few = story.wording, [one for one in known if one.interval is None]
    parts = [creators.left_out(story, len(known))]
    if len(few) < len(known):
        parts.append(w.text("Strip: 95% interval."))
    if few:
        parts.append(w.text("A rate of fewer than five notes may be the notes’ luck: no interval."))
    if any(dot.before is not None for dot in field.dots):
        parts.append(w.text("Hollow: the same creator’s notes of the five months before."))
    if any(dot.high is not None and dot.high > field.x.high for dot in field.dots):
        parts.append(words.edge(w))
    if field.x.low > 0:
        parts.append(w.text("The scale starts at {start}.", start=field.x.ticks[0][1]))
    return w.joined(parts)
