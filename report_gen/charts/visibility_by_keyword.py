"""Which keywords make the brand visible, and which of them moved?"""

from __future__ import annotations

from functools import partial

from report_gen import escape
from report_gen.charts import _dots as dots
from report_gen.charts import _fit as fit
from report_gen.charts import _words as words
from report_gen.charts.visibility_by_month import number_ticks
from report_gen.figures import Column, Figure, Table
from report_gen.report import KeywordRank
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Visibility by keyword")
MOST = 12  # rows; more would be a list, which the page has as a table


def figure(story: Story) -> Figure | None:
    known = sorted(
        (k for k in story.report.keywords if k.visibility is not None), key=lambda k: (-(k.visibility or 0), k.term)
    )
    if not known:
        return None
    w, shown = story.wording, _shown(story, known)
    rows = tuple(_dot(story, keyword) for keyword in shown)
    field = dots.Field(
        dots=rows,
        x=dots.axis(rows, partial(number_ticks, w)),
        before=w.month_short(story.before.month) if story.before else "",
    )
    return Figure(
        title=_title(story, known),
        subtitle=w.text("Visibility by keyword in {month}, 0 to 100", month=words.this_month(story)),
        description=w.text(
            "Visibility by keyword: {values}.", values=w.series(f"{dot.name} {dot.text}" for dot in rows)
        ),
        table=_table(story, known),
        draw=partial(dots.draw, field),
        note=_note(story, field, known),
    )


def _before(story: Story, keyword: KeywordRank) -> float | None:
    found = story.before.keywords if story.before else ()
    return next((k.visibility for k in found if k.term == keyword.term), None)


def _dot(story: Story, keyword: KeywordRank) -> dots.Dot:
    w = story.wording
    found = w.text(
        "found on {found} of {all} days", found=w.count(keyword.days_ranked), all=w.count(keyword.days_observed)
    )
    return dots.Dot(
        name=escape.svg(keyword.term),
        value=keyword.visibility or 0,
        text=w.number(keyword.visibility, 0),
        sub=w.text("rank {rank}", rank=w.rank(keyword.rank)) if keyword.rank is not None else found,
        before=_before(story, keyword),
    )


def _shown(story: Story, known: list[KeywordRank]) -> list[KeywordRank]:
    """The most visible, and the one that the title is about."""
    mover, _ = _furthest(story, known)
    return known[:MOST] if mover in known[:MOST] else [*known[: MOST - 1], mover]


def _furthest(story: Story, known: list[KeywordRank]) -> tuple[KeywordRank, float]:
    """The keyword that moved furthest, and by how much."""
    moves = [(k, (k.visibility or 0) - before) for k in known if (before := _before(story, k)) is not None]
    return max(moves, key=lambda pair: abs(pair[1]), default=(known[0], 0.0))


def _title(story: Story, known: list[KeywordRank]) -> str:
    """The keyword that moved furthest, or else the most visible."""
    w = story.wording
    keyword, move = _furthest(story, known)
    values = {"term": fit.shorten(keyword.term, 300), "value": w.number(keyword.visibility, 0)}
    if abs(move) < 2:
        top = fit.shorten(known[0].term, 300)
        return w.text(
            "{term} is the most visible keyword, at {value}", term=top, value=w.number(known[0].visibility, 0)
        )
    values["before"] = w.number((keyword.visibility or 0) - move, 0)
    if move > 0:
        return w.text("{term} gained most visibility: from {before} to {value}", **values)
    return w.text("{term} lost most visibility: from {before} to {value}", **values)


def _table(story: Story, known: list[KeywordRank]) -> Table:
    w = story.wording
    columns = (
        Column("keyword", w.text("Keyword")),
        Column("visibility", w.text("Visibility"), "number"),
        Column("previous_visibility", w.text("Month before"), "number"),
        Column("rank", w.text("Rank"), "rank"),
        Column("weight", w.text("Weight"), "number"),
    )
    return Table(columns, tuple((k.term, k.visibility, _before(story, k), k.rank, k.weight) for k in known))


def _note(story: Story, field: dots.Field, known: list[KeywordRank]) -> str:
    w, count = story.wording, len(known)
    parts = []
    if any(dot.before is not None for dot in field.dots):
        parts.append(w.text("Hollow dot: {month}.", month=words.month_before(story)))
    if count > MOST and _shown(story, known) == known[:MOST]:
        parts.append(w.text("The {shown} most visible of {n} keywords.", shown=w.count(MOST), n=w.count(count)))
    elif count > MOST:
        values = {"shown": w.count(MOST - 1), "n": w.count(count)}
        parts.append(w.text("The {shown} most visible of {n} keywords, and the one that moved furthest.", **values))
    if field.x.low > 0:
        parts.append(w.text("The scale starts at {start}.", start=field.x.ticks[0][1]))
    return w.joined(parts)
