"""Do the notes that people keep hold the better ranks? Keywords by rank and by the saves of the note that holds them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

from report_gen import escape
from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.keyword_notes import holder
from report_gen.report import KeywordRank, Note
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Saves against rank")
FEWEST = 3  # keywords: two dots make no picture
DRAWN, BY_WEIGHT = 12, 8  # keywords: the heaviest, and of the rest those that moved most
FIRST_SCREEN = 10
TICKS = (1, 3, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Held:
    """A keyword with the note that holds it; `past` is the same pair of rank and saves a month before."""

    keyword: KeywordRank
    note: Note
    past: tuple[float, int] | None

    @property
    def rank(self) -> float:
        return float(self.keyword.rank or 1)

    @property
    def moved(self) -> float:
        """How far the rank moved, in natural logarithms."""
        return abs(math.log(self.past[0] / self.rank)) if self.past else 0.0

    @property
    def saves(self) -> int:
        return max(self.note.activity.get("saves") or 0, 0)


def figure(story: Story) -> Figure | None:
    """None with fewer than three keywords whose note is known."""
    held = _held(story)
    if len(held) < FEWEST:
        return None
    w = story.wording
    said = w.series(
        w.text("{term}: rank {rank}, {saves} saves", term=escape.svg(h.keyword.term), rank=w.rank(h.rank),
               saves=w.count(h.saves))
        for h in held
    )  # fmt: skip
    return Figure(
        title=_title(story, held),
        subtitle=_subtitle(story, held),
        description=w.text("Keywords by rank and saves of the note that holds them. {keywords}.", keywords=said),
        table=_table(story, held),
        draw=partial(_draw, story, _drawn(held)),
        note=_note(story, len(held)),
    )


def _drawn(held: list[Held]) -> list[Held]:
    """Of many those that matter."""
    rest = sorted(held[BY_WEIGHT:], key=lambda h: -h.moved)
    return [*held[:BY_WEIGHT], *rest[: DRAWN - BY_WEIGHT]]


def _note(story: Story, count: int) -> str:
    w = story.wording
    said = w.text(
        "Which comes first this picture can’t say: saves may bring a place, and a place brings readers who save."
    )
    if count <= DRAWN:
        return said
    more = w.plural(
        "Drawn: the keywords that weigh or moved most; {n} more in the table.",
        "Drawn: the keywords that weigh or moved most; {n} more in the table.", count - DRAWN,
    )  # fmt: skip
    return w.joined([more, said])


def _held(story: Story) -> list[Held]:
    """All, the heaviest first."""
    found = []
    for keyword in story.report.keywords:
        note = holder(story.report, keyword)
        if keyword.rank is not None and note is not None and note.activity.get("saves") is not None:
            found.append(Held(keyword, note, _past(story, keyword, note)))
    return sorted(found, key=lambda h: (-h.keyword.weight, h.rank, h.keyword.term))


def _past(story: Story, keyword: KeywordRank, note: Note) -> tuple[float, int] | None:
    then = next((n for n in story.before.notes if n.key == note.key), None) if story.before else None
    saves = then.activity.get("saves") if then else None
    return None if saves is None or keyword.previous_rank is None else (float(keyword.previous_rank), max(saves, 0))


def _title(story: Story, held: list[Held]) -> str:
    """How much of the month's saves the notes earn that searchers see first."""
    w = story.wording
    first = {h.note.key: h.saves for h in held if h.rank <= FIRST_SCREEN}
    total = sum(max(note.activity.get("saves") or 0, 0) for note in story.report.notes)
    if not first:
        return w.text("No keyword is on the first screen of results")
    if not total:
        return w.text("No note was saved in {month}", month=words.this_month(story))
    return w.plural(
        "One note holds the first screen, with {share} of {month}’s saves",
        "{n} notes hold the first screen, with {share} of {month}’s saves",
        len(first), share=w.share(sum(first.values()) / total), month=words.this_month(story),
    )  # fmt: skip


def _subtitle(story: Story, held: list[Held]) -> str:
    w = story.wording
    if any(h.past for h in held):
        return w.text(
            "Rank of each keyword, 1 on top, and saves of the note that holds it. Hollow: the same in {before}",
            before=words.month_before(story),
        )
    return w.text("Rank of each keyword, 1 on top, and saves of the note that holds it")


def _table(story: Story, held: list[Held]) -> Table:
    w = story.wording
    columns = (
        Column("keyword", w.text("Keyword")),
        Column("rank", w.text("Rank"), "rank"),
        Column("saves", w.text("Saves"), "count"),
        Column("previous_rank", w.text("Rank before"), "number"),
        Column("previous_saves", w.text("Saves before"), "count"),
        Column("note", w.text("Note that holds the place")),
    )
    rows = [(h.keyword.term, h.rank, h.saves, *(h.past or (None, None)), h.note.title) for h in held]
    return Table(columns, tuple(rows))


# -- drawing


def _draw(story: Story, held: list[Held], canvas: Canvas) -> look.Picture:
    w, plane = story.wording, _plane(story, held, canvas)
    now: list[fit.Row] = [
        {"x": math.sqrt(h.saves), "y": -math.log(h.rank), "tip": _tip(story, h)} for h in held
    ]  # fmt: skip
    past: list[fit.Row] = [{"x": math.sqrt(h.past[1]), "y": -math.log(h.past[0])} for h in held if h.past]
    moves = [{**then, "x2": row["x"], "y2": row["y"]} for then, row in zip(past, _moved(held, now), strict=True)]
    return plane.chart(
        *plane.grid(),
        plane.rules([{"y": -math.log(FIRST_SCREEN + 0.5)}], look.PAST, 1.5, strokeDash=list(look.GAP)),
        *([plane.rules(moves, look.PAST, 1), plane.rings(past)] if past else []),
        plane.dots(now, look.BRAND, 70),
        *_names(plane, held, _taken(plane, [*now, *past], moves), canvas),
        plane.texts([{"px": plane.across, "py": plane.up + 36, "text": w.text("saves of the note →")}], align="right"),
        plane.texts([{"px": -plane.margin.left, "py": -13, "text": w.text("↑ rank")}]),
    )


def _moved(held: list[Held], now: list[fit.Row]) -> list[fit.Row]:
    return [row for h, row in zip(held, now, strict=True) if h.past]


def _plane(story: Story, held: list[Held], canvas: Canvas) -> look.Plane:
    w = story.wording
    ranks = [h.rank for h in held] + [h.past[0] for h in held if h.past]
    saves = [h.saves for h in held] + [h.past[1] for h in held if h.past]
    floor = max(*ranks, FIRST_SCREEN + 2) * 1.25
    y = look.Axis(-math.log(floor), math.log(1.2), tuple((-math.log(t), w.count(t)) for t in TICKS if t <= floor))
    high = max(*saves, 1) * 1.05
    whole = look.from_zero(high, partial(words.count_ticks, w), 3 if canvas.is_narrow else 6, whole=True)
    x = look.Axis(
        -0.02 * math.sqrt(high), math.sqrt(high), tuple((math.sqrt(v), t) for v, t in whole.ticks if v <= high)
    )
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, 16, 22, 44)
    return look.Plane(canvas.width, look.height(canvas, 340, 330, paper=280), margin, x, y)


def _taken(plane: look.Plane, dots: list[fit.Row], moves: list[fit.Row]) -> list[fit.Place]:
    """Where names must not stand: on dots, on the moves between them, on the line of the first screen."""
    level = plane.py(-math.log(FIRST_SCREEN + 0.5))
    ends = [[(plane.px(row["x"]), plane.py(row["y"])), (plane.px(row["x2"]), plane.py(row["y2"]))] for row in moves]
    return [
        *((plane.px(row["x"]), plane.py(row["y"])) for row in dots),
        *(place for pair in ends for place in fit.along(pair, 16)),
        *((float(px), level) for px in range(0, int(plane.across), 12)),
    ]


def _names(plane: look.Plane, held: list[Held], obstacles: list[fit.Place], canvas: Canvas) -> list[look.Layer]:
    room = 110 if canvas.is_narrow else 170
    marks = [
        fit.Label(plane.px(math.sqrt(h.saves)), plane.py(-math.log(h.rank)), fit.shorten(h.keyword.term, room))
        for h in held
    ]
    return plane.haloed(fit.beside(marks, obstacles, (plane.across, plane.up)), look.INK2)


def _tip(story: Story, held: Held) -> str:
    w = story.wording
    saves = w.plural("{n} save", "{n} saves", held.saves)
    rank = w.text("rank {rank}", rank=w.rank(held.rank))
    return look.said(escape.svg(held.keyword.term), w.enumerated([rank, saves]), fit.shorten(held.note.title, 300))
