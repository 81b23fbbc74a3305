"""Which keyword stands somewhere else altogether than in the month before?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from report_gen.insights._ranks import FEWEST_READINGS, Move, depth, middle, ordered, title, worth
from report_gen.insights.keyword_moved import FIRST_SCREEN, importance
from report_gen.report import DayRank, Finding, KeywordRank
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop, told

INSTEAD_OF = ("keyword_near", "keyword_best")
FAR = math.log2(3)  # of depth: three times the rank
FAR_IN_SIGHT = 0.15  # of visibility
MOST = 2
FEWEST_LATE, LEAST_SPAN = 2, dt.timedelta(5)  # looks at the new place, and from the first to the last of them
CLAIMED = 0.03  # of importance: what a finding that also says that chance is not behind it has more

IS = noop("“{term}” is at rank {now}; in {month} it was at rank {then}")
IS_FOUND = noop("“{term}” is at rank {now}; in {month} it was not found")
IS_NOT_FOUND = noop("“{term}” was not found this month; in {month} it was at rank {then}")
SINCE = noop("“{term}” has been at rank {now} since {day}; in {month} it was at rank {then}")
SINCE_FOUND = noop("“{term}” has been at rank {now} since {day}; in {month} it was not found")
SINCE_NOT_FOUND = noop("“{term}” has not been found since {day}; in {month} it was at rank {then}")
WORSE = noop("Its place was worse at each of the last {readings} looks than at any of {month}.")
BETTER = noop("Its place was better at each of the last {readings} looks than at any of {month}.")
LOOK = noop("Look “{term}” up, and refresh the note that answers it.")
KEEP = noop("Keep the note that holds “{term}” up to date.")


@dataclass(frozen=True)
class Place:
    """The days of this month at the new place, all of them beyond every day of the month before."""

    keyword: KeywordRank
    late: tuple[DayRank, ...]
    whole: bool

    @property
    def rank(self) -> float | None:
        return middle(self.late)


def find(story: Story) -> Iterator[Finding]:
    """What was seen, and no more: that the place will stay, or why it is another, is not said. Where chance does not explain
    it either, `keyword_moved` says so."""
    before = {k.term: k for k in story.before.keywords} if story.before else {}
    found = [p for k in story.report.keywords if k.term in before and (p := _place(k, before[k.term])) is not None]
    yield from (_finding(story, place) for place in sorted(found, key=_by_worth)[:MOST])


def _place(keyword: KeywordRank, before: KeywordRank) -> Place | None:
    days, then = ordered(keyword), ordered(before)
    if min(len(days), len(then)) < FEWEST_READINGS or before.rank != keyword.previous_rank:
        return None
    down = depth(days[-1].rank) > depth(then[-1].rank)
    edge = (max if down else min)(depth(day.rank) for day in then)
    late = _last_run(days, edge, down)
    place = Place(keyword, late, len(late) == len(days))
    stays = len(late) >= FEWEST_LATE and late[-1].date - late[0].date >= LEAST_SPAN
    return place if stays and _is_far(place) else None


def _last_run(days: list[DayRank], edge: float, down: bool) -> tuple[DayRank, ...]:
    """The last days in a row that are all beyond `edge`."""
    first = len(days)
    while first and (depth(days[first - 1].rank) > edge if down else depth(days[first - 1].rank) < edge):
        first -= 1
    return tuple(days[first:])


def _is_far(place: Place) -> bool:
    then, now = place.keyword.previous_rank, place.rank
    on_screen = any(rank is not None and rank <= FIRST_SCREEN for rank in (now, then))
    apart = abs(depth(now) - depth(then))
    return on_screen and apart >= FAR and abs(worth(now) - worth(then)) >= FAR_IN_SIGHT


def _by_worth(place: Place) -> tuple[float, str]:
    return -abs(_move(place).weight), place.keyword.term


def _move(place: Place) -> Move:
    since = None if place.whole else place.late[0].date
    gained = worth(place.rank) - worth(place.keyword.previous_rank)
    return Move(place.keyword, place.rank, since, gained, 1.0, None)


def _finding(story: Story, place: Place) -> Finding:
    k, move, month = place.keyword, _move(place), months_back(story.report.month, 1)
    held = story.report if move.is_up or story.before is None else story.before
    before = next(one for one in held.keywords if one.term == k.term)
    evidence = {
        "keyword": k.term, "previous_rank": k.previous_rank, "rank_since": place.rank, "since": str(place.late[0].date),
        "readings": len(place.late), "month": month, "note": title(held, before),
    }  # fmt: skip
    return Finding(
        id=f"keyword_place:{k.term}",
        section="search-rank",
        importance=round(importance(story, move) - CLAIMED, 4),
        evidence=evidence,
        text=told(lambda w: _happened(w, place, month)),
        why=told(lambda w: _why(w, place, month)),
        action=told(lambda w: w.text(KEEP if move.is_up else LOOK, term=k.term)),
        watch=f"keywords|{k.term}|rank",
    )


def _why(w: Wording, place: Place, month: str) -> str:
    message = BETTER if _move(place).is_up else WORSE
    return w.text(message, readings=w.count(len(place.late)), month=w.month_name(month))


def _happened(w: Wording, place: Place, month: str) -> str:
    then, now = place.keyword.previous_rank, place.rank
    if then is None:
        message = IS_FOUND if place.whole else SINCE_FOUND
    elif now is None:
        message = IS_NOT_FOUND if place.whole else SINCE_NOT_FOUND
    else:
        message = IS if place.whole else SINCE
    values = {"then": w.rank(then), "now": w.rank(now), "day": w.date(place.late[0].date)}
    return w.text(message, term=place.keyword.term, month=w.month_name(month), **values)
