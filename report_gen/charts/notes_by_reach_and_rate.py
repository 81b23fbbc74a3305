"""Which notes carry the month: those that many saw, or those that those who saw them kept?"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _notes as notes
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Note
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Reach and save rate")
LABELLED = 6


def figure(story: Story) -> Figure | None:
    """None where no note has a rate."""
    known = [
        n for n in story.report.notes if n.adjusted_save_rate is not None and (n.activity.get("impressions") or 0) > 0
    ]
    if not known:
        return None
    w = story.wording
    known.sort(key=lambda n: (-(n.activity.get("saves") or 0), n.key))
    best = known[0]
    fresh = sum("new" in note.flags for note in known)
    return Figure(
        title=_title(story, known),
        subtitle=w.text("Notes by impressions in {month} and save rate, adjusted. Coloured: published in {month}",
                        month=words.this_month(story)),
        description=w.text(
            "{n} notes by impressions and adjusted save rate, {fresh} of them published in {month}. "
            "Most saves: {title}, {saves}.",
            n=w.count(len(known)), fresh=w.count(fresh), month=words.this_month(story), title=fit.shorten(best.title, 400),
            saves=w.count(best.activity.get("saves")),
        ),
        table=_table(story, known),
        draw=partial(_draw, story, known),
        note=_note(story, known),
    )  # fmt: skip


def _title(story: Story, known: list[Note]) -> str:
    """How few notes bring half of the saves. Without the total: the account's own count may differ from the notes' sum."""
    w = story.wording
    saves = [max(note.activity.get("saves") or 0, 0) for note in known]
    values = {"month": words.this_month(story)}
    if sum(saves) == 0:
        return w.text("No note was saved in {month}", **values)
    if len(known) == 1:
        return w.text("One note brought all of {month}’s saves", **values)
    need = next(n for n in range(1, len(saves) + 1) if sum(saves[:n]) * 2 >= sum(saves))
    if need == 1:
        share = w.share(saves[0] / sum(saves))
        return w.text("One note brought {share} of {month}’s saves", share=share, **values)
    return w.text("{need} notes brought half of {month}’s saves", need=w.count(need), **values)


def _note(story: Story, known: list[Note]) -> str:
    w = story.wording
    parts = [
        w.text("A rate from few impressions is drawn towards the average. Impressions are on a logarithmic scale.")
    ]
    if len(known) > LABELLED:
        parts.append(w.text("Named: most saves."))
    return w.joined(parts)


def _table(story: Story, known: list[Note]) -> Table:
    w = story.wording
    columns = (
        Column("note", w.text("Note")), Column("published", w.text("Published"), "date"),
        Column("impressions", w.text("Impressions"), "count"), Column("saves", w.text("Saves"), "count"),
        Column("adjusted_save_rate", w.text("Save rate, adjusted"), "rate"),
    )  # fmt: skip
    rows = tuple(
        (n.title, notes.published(n), n.activity.get("impressions"), n.activity.get("saves"), n.adjusted_save_rate)
        for n in known
    )
    return Table(columns, rows)


def log_axis(story: Story, values: list[float]) -> look.Axis:
    """1, 3 and 10 of every power of ten between the smallest and the largest; where these are close together 2 and 5 too."""
    low, high = math.log10(min(values)), math.log10(max(values))
    low, high = (low - 0.3, high + 0.3) if high - low < 0.5 else (low - 0.08, high + 0.08)
    powers = range(math.floor(low), math.ceil(high) + 1)
    grids = ([power + math.log10(n) for power in powers for n in steps] for steps in ((1, 3), (1, 2, 3, 5)))
    inside = [[value for value in grid if low <= value <= high] for grid in grids]
    shown = next((values for values in inside if len(values) > 1), inside[-1])
    return look.Axis(low, high, tuple((value, story.wording.count(10**value)) for value in shown))


def _draw(story: Story, known: list[Note], canvas: Canvas) -> look.Picture:
    w, target = story.wording, story.report.headline["save_rate"].target
    x = log_axis(story, [float(note.activity["impressions"] or 1) for note in known])
    top = max([note.adjusted_save_rate or 0 for note in known] + [target or 0])
    y = look.from_zero(top, partial(words.rate_ticks, w))
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, 12, 12, 44)
    plane = look.Plane(canvas.width, look.height(canvas, 400, 300, paper=340), margin, x, y, brushes="all_notes")
    places = {note.key: place for place, note in enumerate(notes.most_saved_first(story))}
    spots = [replace(_spot(story, note), place=places[note.key]) for note in known]
    fresh = [spot for spot in spots if "new" in spot.note.flags]
    past = [spot for spot in spots if "new" not in spot.note.flags]
    aim = _target_name(story, plane, target, spots)
    chosen = spots[: 3 if canvas.is_narrow else LABELLED]
    return plane.chart(
        *plane.grid(),
        *months.target_line(plane, target),
        *notes.spots(plane, past, look.PAST, 42, spots),
        *notes.spots(plane, fresh, look.BRAND, 60, spots),
        *plane.haloed(aim, look.INK2),
        *notes.titles(plane, chosen, spots, 110 if canvas.is_narrow else 230, fit.text_pixels(aim)),
        plane.texts(
            [{"px": plane.across, "py": plane.up + 36, "text": w.text("impressions in the month →")}], align="right"
        ),
    )


def _spot(story: Story, note: Note) -> notes.Spot:
    w = story.wording
    saves = w.plural("{n} save", "{n} saves", note.activity.get("saves") or 0)
    seen = w.plural("{n} impression", "{n} impressions", note.activity["impressions"] or 0)
    text = notes.tip(story, note, seen, saves, words.rate(w, note.adjusted_save_rate))
    return notes.Spot(note, math.log10(note.activity["impressions"] or 1), note.adjusted_save_rate or 0, text)


def _target_name(story: Story, plane: look.Plane, target: float | None, spots: list[notes.Spot]) -> list[fit.Row]:
    """The target's label above its line, where fewest dots are in the way: at the left, or from the right on."""
    if target is None:
        return []
    text = story.wording.text("Target {target}", target=words.rate(story.wording, target))
    room, dots = fit.width(text), [(plane.px(spot.x), plane.py(spot.y)) for spot in spots]
    lefts = [2.0, *(float(left) for left in range(int(plane.across - room), 2, -12))]
    sides = [side for side in (plane.py(target) - 10, plane.py(target) + 11) if 6 <= side <= plane.up - 6]
    px, py = fit.clearest([(left, side) for side in sides for left in lefts], dots, room)
    if fit.covered((px, py), dots, room):  # dots everywhere: above the plane, where the line ends
        return [{"px": max(plane.across + plane.margin.right - room, 0), "py": -6, "text": text}]
    return [{"px": px, "py": py, "text": text}]
