"""Which notes start conversations? Comments against views: above the line, people had more to say than usual here."""

from __future__ import annotations

import math
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _notes as notes
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Note
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Comments against views")
LABELLED = 3


def figure(story: Story) -> Figure | None:
    """None where no note has comments and views."""
    known = [note for note in story.report.notes if _views(note) > 0 and note.activity.get("comments") is not None]
    known.sort(key=lambda note: (-_comments(note), note.key))
    comments, views = sum(map(_comments, known)), sum(map(_views, known))
    if not known or comments <= 0:
        return None
    w, first = story.wording, known[0]
    return Figure(
        title=_title(story, known, comments),
        subtitle=w.text("Notes by views and comments in {month}. Dotted: the comments that are usual for so many views",
                        month=words.this_month(story)),
        description=w.text(
            "{n} notes by views and comments; {comments} comments from {views} views. Most comments: {title}, {most}.",
            n=w.count(len(known)), comments=w.count(comments), views=w.count(views), title=fit.shorten(first.title, 400),
            most=w.count(_comments(first)),
        ),
        table=_table(story, known),
        draw=partial(_draw, story, known, comments / views),
        note=w.text("Coloured: published in {month}. Square-root scales.",
                    month=words.this_month(story)),
    )  # fmt: skip


def _views(note: Note) -> int:
    return note.activity.get("views") or 0


def _comments(note: Note) -> int:
    return max(note.activity.get("comments") or 0, 0)


def _title(story: Story, known: list[Note], comments: int) -> str:
    """How few notes hold half of the conversation. Without the total: the account's own count may differ from this sum."""
    w = story.wording
    values = {"month": words.this_month(story)}
    if len(known) == 1:
        return w.text("One note drew all of {month}’s comments", **values)
    need = next(n for n in range(1, len(known) + 1) if sum(map(_comments, known[:n])) * 2 >= comments)
    if need == 1:
        return w.text(
            "One note drew {share} of {month}’s comments",
            share=w.share(_comments(known[0]) / comments),
            **values,
        )
    return w.text("{need} notes drew half of {month}’s comments", need=w.count(need), **values)


def _table(story: Story, known: list[Note]) -> Table:
    w = story.wording
    columns = (
        Column("note", w.text("Note")), Column("published", w.text("Published"), "date"),
        Column("views", w.text("Views"), "count"), Column("comments", w.text("Comments"), "count"),
    )  # fmt: skip
    return Table(
        columns, tuple((n.title, notes.published(n), n.activity["views"], n.activity["comments"]) for n in known)
    )


def _root_axis(story: Story, high: float, most: int) -> look.Axis:
    """Round numbers at their square roots; those near zero are dropped where they would touch."""
    whole = look.from_zero(high, partial(words.count_ticks, story.wording), most, whole=True)
    return look.Axis(
        0, math.sqrt(max(high * 1.04, 1)), tuple((math.sqrt(v), text) for v, text in whole.ticks if v <= high * 1.04)
    )


def _draw(story: Story, known: list[Note], usual: float, canvas: Canvas) -> look.Picture:
    w = story.wording
    widest = float(max(map(_views, known)))
    x = _root_axis(story, widest, 3 if canvas.is_narrow else 4)
    y = _root_axis(story, max(float(max(map(_comments, known))), usual * widest), 4)
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, 16, 26, 44)
    plane = look.Plane(canvas.width, look.height(canvas, 330, 290, paper=180), margin, x, y)
    spots = [_spot(story, note) for note in known]
    fresh = [spot for spot in spots if "new" in spot.note.flags]
    past = [spot for spot in spots if "new" not in spot.note.flags]
    end = min(x.high, y.high / math.sqrt(usual))
    line = plane.line(
        [{"x": 0, "y": 0}, {"x": end, "y": end * math.sqrt(usual)}], look.INK2, 1.5, strokeDash=list(look.TARGET)
    )
    course = fit.along([(plane.px(0), plane.py(0)), (plane.px(end), plane.py(end * math.sqrt(usual)))], 60)
    return plane.chart(
        *plane.grid(),
        line,
        *notes.spots(plane, past, look.PAST, 42, spots),
        *notes.spots(plane, fresh, look.BRAND, 60, spots),
        *notes.titles(plane, spots[:LABELLED], spots, 110 if canvas.is_narrow else 150, course),
        plane.texts([{"px": -plane.margin.left, "py": -17, "text": w.text("↑ comments")}]),
        plane.texts([{"px": plane.across, "py": plane.up + 36, "text": w.text("views →")}], align="right"),
    )


def _spot(story: Story, note: Note) -> notes.Spot:
    w = story.wording
    seen = w.plural("{n} view", "{n} views", _views(note))
    said = w.plural("{n} comment", "{n} comments", _comments(note))
    return notes.Spot(note, math.sqrt(_views(note)), math.sqrt(_comments(note)), notes.tip(story, note, seen, said))
