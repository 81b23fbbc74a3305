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


@dataclass(frozen=True)
class Spot:
    """A note at its place on the plane."""

    note: Note
    x: float
    y: float
    tip: str

    @property
    def row(self) -> fit.Row:
        return {"x": self.x, "y": self.y, "tip": self.tip}


def published(note: Note) -> dt.date:
    return dt.datetime.fromisoformat(note.published_at).date()


def tip(story: Story, note: Note, *figures: str) -> str:
    """Title, date and figures, for a pointer."""
    day = story.wording.day(published(note))
    return story.wording.enumerated([fit.shorten(note.title, 300), day, *figures])


def spots(plane: look.Plane, found: Sequence[Spot], colour: str, size: float) -> list[look.Layer]:
    return [plane.dots([spot.row for spot in found], colour, size)] if found else []


def titles(
    plane: look.Plane, chosen: Sequence[Spot], all_spots: Sequence[Spot], room: float, others: Sequence[fit.Place] = ()
) -> list[look.Layer]:
    """The chosen notes' titles beside their dots, where neither dots nor other pixels that are taken are in the way."""
    obstacles = [*((plane.px(spot.x), plane.py(spot.y)) for spot in all_spots), *others]
    marks = [
        fit.Label(plane.px(s.x), plane.py(s.y), fit.shorten(s.note.title, room))
        for s in chosen
        if escape.svg(s.note.title)
    ]
    return plane.haloed(fit.beside(marks, obstacles, (plane.across, plane.up)), look.INK2)
