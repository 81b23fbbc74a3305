"""Notes as dots: what the scatter charts share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from report_gen import escape
from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.report import Note
from report_gen.story import Story

REACH = 72  # pixels that a title may stand from its dot
MANY = 150  # dots on a plane: they become smaller, so that a crowd is seen to be one


@dataclass(frozen=True)
class Spot:
    """A note at its place on the plane."""

    note: Note
    x: float
    y: float
    tip: str
    place: int | None = None  # among `most_saved_first`, where the dot stands for a row of that table

    @property
    def row(self) -> fit.Row:
        return {"x": self.x, "y": self.y, "key": self.note.pillar or "", "tip": self.tip, **self.mark}

    @property
    def mark(self) -> fit.Row:
        """What all that belongs to the dot carries."""
        return {} if self.place is None else {"place": self.place}


def most_saved_first(story: Story) -> list[Note]:
    """The order of the table of all notes. Notes whose activity is unknown stand last: they are not notes without saves."""

    def order(note: Note) -> tuple[bool, int, str]:
        saves = note.activity.get("saves")
        return saves is None, -(saves or 0), note.key

    return sorted(story.report.notes, key=order)


def published(note: Note) -> dt.date:
    return dt.datetime.fromisoformat(note.published_at).date()


def tip(story: Story, note: Note, *figures: str) -> str:
    """Title, date, pillar and figures, for a pointer."""
    w = story.wording
    pillar = [escape.svg(w.name(note.pillar))] if note.pillar else []
    day = w.day(published(note))
    return look.said(fit.shorten(note.title, 300), w.enumerated([day, *pillar]), w.enumerated(figures))


def spots(
    plane: look.Plane, found: Sequence[Spot], colour: str, size: float, among: Sequence[Spot] = ()
) -> list[look.Layer]:
    """Dots of one colour; `among` all that share the plane."""
    return [plane.dots([spot.row for spot in found], colour, size / 2 if len(among) > MANY else size)] if found else []


def titles(
    plane: look.Plane, chosen: Sequence[Spot], all_spots: Sequence[Spot], room: float, others: Sequence[fit.Place] = ()
) -> list[look.Layer]:
    """The chosen notes' titles beside their dots or on a leader, where neither dots nor other pixels that are taken are in the
    way."""
    obstacles = [*((plane.px(spot.x), plane.py(spot.y)) for spot in all_spots), *others]
    marks = [
        fit.Label(plane.px(s.x), plane.py(s.y), fit.shorten(s.note.title, room))
        for s in chosen
        if escape.svg(s.note.title)
    ]
    own = {fit.shorten(s.note.title, room): s.mark for s in chosen}
    rows = [row | own[row["text"]] for row in fit.beside(marks, obstacles, (plane.across, plane.up), REACH)]
    return [*_leaders(plane, marks, rows), *plane.haloed(rows, look.INK2)]


def _leaders(plane: look.Plane, marks: Sequence[fit.Label], rows: Sequence[fit.Row]) -> list[look.Layer]:
    dots = {mark.text: mark for mark in marks}
    lines: list[fit.Row] = []
    for row in rows:
        if "leader" in row:
            (px, py), dot = row["leader"], dots[row["text"]]
            ends = {"x": plane.x_at(dot.px), "y": plane.y_at(dot.py), "x2": plane.x_at(px), "y2": plane.y_at(py)}
            lines.append(ends | ({"place": row["place"]} if "place" in row else {}))
    return [plane.rules(lines, look.PAST)] if lines else []
