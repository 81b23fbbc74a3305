"""What the charts of creators share: how creators are named, and what they earned before."""

from __future__ import annotations

from report_gen.charts import _fit as fit
from report_gen.report import Creator
from report_gen.story import Story
from report_gen.wording import Wording

FIRST, LAST = 9, 3  # rows from either end; more would be a list, which the page has as a table
FEW = 4  # creators compared: of more, two are apart by chance too often
FULL = 400  # pixels that a name may take where there is room for it
TITLE = 280  # pixels that a name may take in a title


def name(creator: Creator, room: float = FULL) -> str:
    """The name as it may stand in a chart."""
    return fit.shorten(creator.name, room)


def notes(w: Wording, creator: Creator) -> str:
    return w.plural("{n} note", "{n} notes", creator.notes)


def shown(ranked: list[Creator]) -> list[Creator]:
    """Both ends, which the title names."""
    return ranked if len(ranked) <= FIRST + LAST else [*ranked[:FIRST], *ranked[-LAST:]]


def left_out(story: Story, count: int) -> str:
    """Says which are drawn; empty where all are."""
    w = story.wording
    if count <= FIRST + LAST:
        return ""
    values = {"first": w.count(FIRST), "last": w.count(LAST), "n": w.count(count)}
    return w.text("The first {first} and the last {last} of {n} creators.", **values)
