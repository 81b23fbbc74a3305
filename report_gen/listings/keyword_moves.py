"""Which keywords moved? Rank of the month before and of this one, on one logarithmic scale."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from report_gen import escape
from report_gen.figures import Column, Line, Listing, Mark, Table
from report_gen.listings._cells import Row, lines, on_top, pick
from report_gen.listings._notes import title
from report_gen.listings._scale import RankScale
from report_gen.report import KeywordRank
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop

SHEET = noop("Keywords, moves")
_SHOWN = ("keyword", "previous_rank", "rank", "change", "best", "days_ranked", "note")
_COMPARES = ("previous_rank", "change")
DEEPEST = 50
ON_TOP, ON_PAPER = 12, 20
_MOVED = ("up", "down", "new", "lost")


@dataclass(frozen=True)
class _Move:
    """A keyword with how it moved; `first` if nobody looked for it the month before."""

    keyword: KeywordRank
    how: str

    @property
    def places(self) -> float | None:
        """Places gained; negative when lost."""
        rank, previous = self.keyword.rank, self.keyword.previous_rank
        return None if rank is None or previous is None else previous - rank


def listing(story: Story) -> Listing | None:
    w = story.wording
    moves = sorted((_move(story, k) for k in story.report.keywords if k.days_observed), key=_rank_order)
    if not moves:
        return None
    data, has_before = _table(story, moves), any(move.how != "first" for move in moves)
    scale = RankScale.over(rank for m in moves for rank in (m.keyword.rank, m.keyword.previous_rank))
    top = on_top(len(moves), ON_TOP)
    return Listing(
        title=_title(w, moves),
        subtitle=_subtitle(story, has_before),
        table=data,
        shown=pick(data.columns, *(_SHOWN if has_before else [key for key in _SHOWN if key not in _COMPARES])),
        lines=tuple(_line(w, line, m, scale) for line, m in zip(lines(w, data), moves, strict=True)),
        key="rank",
        extra=("best", "days_ranked", "note"),
        spare=("previous_rank",) if has_before else (),
        ticks=scale.ticks(w),
        mark_after="change" if has_before else "rank",
        on_top=top,
        rest=_rest(w, moves[top:]),
        on_paper=ON_PAPER,
    )


def _subtitle(story: Story, has_before: bool) -> str:
    w, month = story.wording, story.report.month
    if not has_before:
        return w.text("Median rank of the month")
    before = w.month_name(months_back(month, 1))
    return w.text(
        "Median rank of the month. Hollow: {before}, filled: {month}", before=before, month=w.month_name(month)
    )


def _rest(w: Wording, below: list[_Move]) -> str:
    still = sum(move.how not in _MOVED for move in below)
    said = w.plural("{n} more keyword", "{n} more keywords", len(below))
    return w.text("{keywords}, {n} of them unmoved", keywords=said, n=w.count(still)) if still else said


def _move(story: Story, keyword: KeywordRank) -> _Move:
    before = story.before
    then = next((k for k in before.keywords if k.term == keyword.term), None) if before else None
    looked = bool(then and then.days_observed)
    return _Move(keyword, _how(keyword.rank, keyword.previous_rank) if looked else "first")


def _how(rank: float | None, previous: float | None) -> str:
    if rank is None:
        return "absent" if previous is None else "lost"
    if previous is None:
        return "new"
    if abs(rank - previous) < 1:  # the median of an even number of days may lie between two places
        return "same"
    return "up" if rank < previous else "down"


def _rank_order(move: _Move) -> tuple[bool, float, float, str]:
    """Those that moved most for people who search first, of the others the highest."""
    rank, moved = move.keyword.rank, move.how in _MOVED
    change = abs(_worth(rank) - _worth(move.keyword.previous_rank)) if moved else 0.0
    return (not moved, -change, float("inf") if rank is None else rank, move.keyword.term)


def _worth(rank: float | None) -> float:
    """As search visibility counts a place, less what it counts one that nobody scrolls to."""
    return 0.0 if rank is None else max(1 / math.log2(1 + rank) - 1 / math.log2(1 + DEEPEST), 0.0)


def _table(story: Story, moves: list[_Move]) -> Table:
    w, month = story.wording, story.report.month
    columns = (
        Column("keyword", w.text("Keyword")),
        Column("group", w.text("Group")),
        Column("weight", w.text("Weight"), "number"),
        Column("previous_rank", w.month_name(months_back(month, 1)), "rank"),
        Column("rank", w.month_name(month), "rank"),
        Column("change", w.text("Change"), "number"),
        Column("best", w.text("Best day"), "rank"),
        Column("days_observed", w.text("Days looked"), "count"),
        Column("days_ranked", w.text("Days found"), "count"),
        Column("visibility", w.text("Visibility"), "number"),
        Column("note", w.text("Note that holds the place")),
    )
    titles = {note.key: title(w, note) for note in story.report.notes}
    return Table(columns, tuple(_row(move, titles) for move in moves))


def _row(move: _Move, titles: dict[str, str]) -> Row:
    """A rank table may name the note by its title, its link or its key; only a key is looked up."""
    k = move.keyword
    note = titles.get(k.note, k.note) if k.note else None
    return (
        escape.clean(k.term), k.group, k.weight, k.previous_rank, k.rank, move.places, k.best, k.days_observed,
        k.days_ranked, k.visibility, note,
    )  # fmt: skip


def _line(w: Wording, line: Line, move: _Move, scale: RankScale) -> Line:
    k = move.keyword
    looked_before = move.how != "first"
    found = w.text("{found} of {looked}", found=w.count(k.days_ranked), looked=w.count(k.days_observed))
    own = {
        "change": _change(w, move),
        "days_ranked": found,
        "note": line.cells["note"] if k.note else "",
        "best": w.rank(k.best) if k.best is not None else w.count(None),
        "previous_rank": w.rank(k.previous_rank) if looked_before else w.count(None),
    }
    mark = Mark(scale.at(k.rank), before=scale.at(k.previous_rank) if looked_before else None)
    return replace(line, cells=line.cells | own, sub=escape.clean(w.name(k.group)) if k.group else "", mark=mark)


def _change(w: Wording, move: _Move) -> str:
    """“▲ up 5”, or a word where there is nothing to count."""
    words = {"new": w.text("new"), "lost": w.text("lost"), "same": w.count(None)}
    if move.places and move.how in ("up", "down"):
        places = w.rank(abs(move.places))
        return w.text("▲ up {places}", places=places) if move.how == "up" else w.text("▼ down {places}", places=places)
    return words.get(move.how, w.count(None))


def _title(w: Wording, moves: list[_Move]) -> str:
    count = Counter(move.how for move in moves)
    said = [
        w.plural("{n} keyword up", "{n} keywords up", count["up"]) if count["up"] else "",
        w.plural("{n} down", "{n} down", count["down"]) if count["down"] else "",
        w.plural("{n} new", "{n} new", count["new"]) if count["new"] else "",
        w.plural("{n} lost", "{n} lost", count["lost"]) if count["lost"] else "",
    ]
    moved = [part for part in said if part]
    if not moved:
        return _standing(w, moves, count["first"] == len(moves))
    if not count["up"]:
        moved[0] = w.text("Keywords: {moves}", moves=moved[0])
    return w.enumerated(moved)


def _standing(w: Wording, moves: list[_Move], first: bool) -> str:
    found = sum(move.keyword.rank is not None for move in moves)
    if first:
        return w.text("{found} of {all} keywords lead to this account", found=w.count(found), all=w.count(len(moves)))
    return w.plural("The keyword holds its place", "All {n} keywords hold their places", len(moves))
