"""What do people talk about? The comment rate of each pillar's notes, with its 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from report_gen.charts import _dots as dots
from report_gen.charts import _fit as fit
from report_gen.charts import _words as words
from report_gen.charts._groups import limits
from report_gen.figures import Column, Figure, Table
from report_gen.report import Interval, Report
from report_gen.significance import OTHER
from report_gen.statistics import rate_interval
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHAPE = "half"
SHEET = noop("Comment rate by pillar")
MOST = 12
FEW = 4  # pillars compared: of more, two are apart by chance too often


@dataclass(frozen=True)
class Talk:
    """A pillar's comments and what they are divided by, over its notes of which both are known."""

    pillar: str
    notes: int
    comments: int
    base: int
    interval: Interval | None

    @property
    def rate(self) -> float:
        return self.comments / self.base


def figure(story: Story) -> Figure | None:
    """None where no pillar has comments, and with one pillar, whose rate is the account's."""
    known = _pillars(story.report)
    if len(known) < 2 or not any(one.comments for one in known):
        return None
    w, shown = story.wording, known[:MOST]
    rows = tuple(_dot(story, one) for one in shown)
    own = story.report.value("comment_rate")
    field = dots.Field(
        rows, dots.axis(rows, partial(words.rate_ticks, w), own), own,
        w.text("all notes {rate}", rate=words.rate(w, own)) if own is not None else "",
    )  # fmt: skip
    return Figure(
        title=_title(w, known),
        subtitle=w.text("Comment rate by pillar in {month}: comments ÷ {per}", month=words.this_month(story),
                        per=words.per(story)),
        description=_description(w, known),
        table=_table(story, known),
        draw=partial(dots.draw, field),
        note=_note(w, field),
    )  # fmt: skip


def _pillars(report: Report) -> list[Talk]:
    """The highest rate first; the notes of no pillar are one of their own."""
    per = report.rate_per
    pairs: dict[str, list[tuple[int, int]]] = {}
    for note in report.notes:
        comments, base = note.activity.get("comments"), note.activity.get(per)
        if comments is not None and base is not None and base > 0:
            pairs.setdefault(note.pillar or OTHER, []).append((comments, base))
    found = [_talk(name, counted) for name, counted in pairs.items()]
    return sorted((one for one in found if one.comments >= 0), key=lambda one: (-one.rate, one.pillar))


def _talk(name: str, counted: list[tuple[int, int]]) -> Talk:
    comments, base = (np.array(column, dtype=float) for column in zip(*counted, strict=True))
    return Talk(name, len(counted), int(comments.sum()), int(base.sum()), rate_interval(comments, base))


def _shown(w: Wording, one: Talk, room: float = 400) -> str:
    return fit.shorten(w.name(one.pillar), room)


def _title(w: Wording, known: list[Talk]) -> str:
    measured = [one for one in known if one.interval] or known
    first, last = measured[0], measured[-1]
    values = {
        "first": _shown(w, first, 240), "rate": words.rate(w, first.rate), "last": _shown(w, last, 240),
        "least": words.rate(w, last.rate),
    }  # fmt: skip
    if first is last:
        return w.text("{first}: {rate} commented", **values)
    few = len(measured) <= FEW
    if few and first.interval and last.interval and first.interval[0] > last.interval[1]:
        return w.text("{first} at {rate}, {last} at {least}: beyond chance", **values)
    if not few:
        return w.text("{first} at {rate}, {last} at {least}", **values)
    return w.text("No pillar clearly ahead: {first} {rate}, {last} {least}", **values)


def _description(w: Wording, known: list[Talk]) -> str:
    said = w.series(w.text("{name} {rate}", name=_shown(w, one), rate=words.rate(w, one.rate)) for one in known)
    return w.text("Comment rate by pillar: {rates}.", rates=said)


def _dot(story: Story, one: Talk) -> dots.Dot:
    w = story.wording
    comments = w.plural("{n} comment", "{n} comments", one.comments)
    notes = w.plural("{n} note", "{n} notes", one.notes)
    low, high = one.interval or (None, None)
    return dots.Dot(_shown(w, one), one.rate, words.rate(w, one.rate), f"{comments} · {notes}", low, high)


def _table(story: Story, known: list[Talk]) -> Table:
    w = story.wording
    columns = (
        Column("pillar", w.text("Pillar")),
        Column("notes", w.text("Notes"), "count"),
        Column("comments", w.text("Comments"), "count"),
        Column("comment_rate", w.text("Comment rate"), "rate"),
        Column("low", w.text("95% from"), "rate"),
        Column("high", w.text("95% to"), "rate"),
    )
    rows = [(one.pillar, one.notes, one.comments, one.rate, *(one.interval or (None, None))) for one in known]
    return Table(columns, tuple(rows))


def _note(w: Wording, field: dots.Field) -> str:
    parts = [w.text("Strip: 95% interval.")] if any(dot.low is not None for dot in field.dots) else []
    return w.joined([*parts, *limits(w, field)])
