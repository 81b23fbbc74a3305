"""How a keyword's place moved, day by day, and which note held it.

Ranks are compared as log2(1 + rank), on which they wander as much at the bottom of a page as on top; not found counts as a
place that nobody scrolls to. What a move is worth to people who search is the visibility 1 ÷ log2(1 + rank).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from report_gen.insights._series import FEWEST_DAYS, carried, days, first_of_level, robust_spread, shift_by_chance
from report_gen.report import DayRank, KeywordRank, Note, Report
from report_gen.story import Story

NOT_FOUND = 100
SMALLEST_MOVE = 0.08  # of visibility: from 4 to 2 is more than from 40 to 30
LOOKS = 5  # as so many independent looks counts the search for the day on which it moved
FEWEST_READINGS = 3  # of a month: ranks may be read once a week
WANDERING = 0.15  # how far months differ at least on that scale, as a standard deviation
UNKNOWN_WANDERING = 0.4  # the same where too few months are known to see how far they do
FEWEST_CHANGES = 2
SURE = 0.001


@dataclass(frozen=True)
class Move:
    """A keyword's move since the month before. `since` is the first day at the new place, None where the whole month is at
    it; `rank_since` is the median of the days from then on. `holder` is the title of the note that holds the place now, or
    held it before."""

    keyword: KeywordRank
    rank_since: float | None
    since: dt.date | None
    worth: float
    p: float
    holder: str | None

    @property
    def is_up(self) -> bool:
        return self.worth > 0

    @property
    def weight(self) -> float:
        return abs(self.worth) * self.keyword.weight


def moves(story: Story) -> Iterator[Move]:
    """Those that change what people find, with their probability by chance over all keywords that both months have."""
    before = {k.term: k for k in story.before.keywords} if story.before else {}
    read = [k for k in story.report.keywords if _readable(k) and k.term in before and _readable(before[k.term])]
    histories = {k.term: _history(story, k.term) for k in read}
    typical = [change for months in histories.values() for change in _changes(months)]
    phi = carried(days(month) for months in histories.values() for month in months)
    for keyword in read:
        moved = _moved(keyword, histories[keyword.term], typical, phi)
        if moved is not None:
            day, p = moved
            yield from _worthwhile(story, keyword, day, min(p * LOOKS * len(read), 1.0))


def sure_climbs(story: Story) -> set[str]:
    """The keywords that climbed whatever else is looked at."""
    return {move.keyword.term for move in moves(story) if move.is_up and move.p <= SURE}


def worth(rank: float | None) -> float:
    return 1 / math.log2(1 + rank) if rank else 0.0


def middle(ranks: Sequence[DayRank]) -> float | None:
    """The median of days, not found being worse than any rank."""
    found = median(math.inf if day.rank is None else day.rank for day in ranks)
    return found if math.isfinite(found) else None


def holder(report: Report, keyword: KeywordRank) -> Note | None:
    """The note of the month that holds the place: a rank table names it by title, key or id."""
    if not keyword.note:
        return None
    named = (n for n in report.notes if keyword.note in (n.title, n.key, n.id))
    return max(named, key=lambda n: (n.lifetime.get("views") or 0, n.key), default=None)


def title(report: Report, keyword: KeywordRank) -> str | None:
    """What to call that note: its title, else as the rank table calls it."""
    note = holder(report, keyword)
    return note.title if note and note.title else keyword.note


def _readable(keyword: KeywordRank) -> bool:
    return len(keyword.days) >= FEWEST_READINGS


def depth(rank: float | None) -> float:
    return math.log2(1 + min(rank or NOT_FOUND, NOT_FOUND))


def _history(story: Story, term: str) -> list[list[float]]:
    """The days of each of the up to six months before, oldest first, as depths."""
    found = (next((k for k in report.keywords if k.term == term), None) for report in story.six_before)
    return [[depth(day.rank) for day in ordered(k)] for k in found if k is not None and _readable(k)]


def ordered(keyword: KeywordRank) -> list[DayRank]:
    return sorted(keyword.days, key=lambda day: day.date)


def _changes(months: list[list[float]]) -> list[float]:
    means = [fmean(month) for month in months]
    return [now - then for then, now in pairwise(means)]


def _moved(
    keyword: KeywordRank, history: list[list[float]], typical: list[float], least: float
) -> tuple[DayRank, float] | None:
    """The first day at the new place, and how likely chance moves the days from then on as far from the month before. A day
    keeps at `least` so much of the one before as those of all keywords do."""
    looks, runs = ordered(keyword), [days(month) for month in history]
    now, more = days(depth(day.rank) for day in looks), _between_months(_changes(history), typical)
    phi = max(carried(runs), least)
    fewest = min(FEWEST_DAYS, max(len(looks) // 2, 2))
    start = first_of_level(now, runs[-1], fewest)
    chances = shift_by_chance(now, runs, phi, more, fewest)
    return (looks[start], float(chances[start])) if chances[start] < 1 else None


def _between_months(own: list[float], typical: list[float]) -> float:
    """The variance of a month's change that has no story: the keyword's own, drawn towards that of all keywords."""
    known = [(robust_spread(c), len(c)) for c in (own, typical) if len(c) >= FEWEST_CHANGES]
    weighed = [(spread, min(count, 6)) for spread, count in known]
    total = sum(count for _, count in weighed)
    if not total:
        return UNKNOWN_WANDERING**2
    usual = sum(count * spread**2 for spread, count in weighed) / total
    return max(usual, WANDERING**2)


def _worthwhile(story: Story, keyword: KeywordRank, first: DayRank, p: float) -> Iterator[Move]:
    late = [day for day in ordered(keyword) if day.date >= first.date]
    rank = middle(late)
    gained = worth(rank) - worth(keyword.previous_rank)
    if abs(gained) < SMALLEST_MOVE:
        return
    since = None if _says_it(keyword, gained) else first.date
    before = next(k for k in story.before.keywords if k.term == keyword.term) if story.before else keyword
    held = title(story.report, keyword) if gained > 0 or story.before is None else title(story.before, before)
    yield Move(keyword, rank, since, gained, p, held)


def _says_it(keyword: KeywordRank, gained: float) -> bool:
    """Whether the month's own rank shows the most of the move, so that no day need be named."""
    whole = worth(keyword.rank) - worth(keyword.previous_rank)
    return whole * gained > 0 and abs(whole) >= max(SMALLEST_MOVE, 0.6 * abs(gained))
