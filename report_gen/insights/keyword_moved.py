"""Which keyword climbed or slipped, and which note holds the place?"""

from __future__ import annotations

import math
from collections.abc import Iterator

from report_gen.report import Finding, KeywordRank
from report_gen.story import Story
from report_gen.wording import noop, told

FEWEST_DAYS = 5
# A move counts by what it changes for people who search: from 4 to 2 is more than from 40 to 30.
SMALLEST_MOVE = 0.08

CLIMBED = noop("{term} climbed from rank {then} to {now}")
SLIPPED = noop("{term} slipped from rank {then} to {now}")
FOUND = noop("{term} is found now, at rank {now}")
LOST = noop("{term} is no longer found; it was at rank {then}")
HOLDER = noop("“{note}” holds the place.")
PIN = noop("Pin the note that holds the place, and keep it up to date.")
REFRESH = noop("Refresh the note that answers this search, or write the one that is missing.")


def find(story: Story) -> Iterator[Finding]:
    """The largest climb and the largest slip by visibility of the rank and the keyword's weight, where both months were
    read often enough."""
    before = {k.term: k for k in story.before.keywords} if story.before else {}
    moved = [k for k in story.report.keywords if _readable(k) and k.term in before and _readable(before[k.term])]
    moves = [(k, _worth(k.rank) - _worth(k.previous_rank)) for k in moved]
    for up in (True, False):
        large = [(k, move) for k, move in moves if (move if up else -move) >= SMALLEST_MOVE]
        if large:
            yield _finding(story, *max(large, key=lambda m: (abs(m[1]) * m[0].weight, m[0].term)))


def _readable(keyword: KeywordRank) -> bool:
    return keyword.days_observed >= FEWEST_DAYS


def _worth(rank: float | None) -> float:
    return 1 / math.log2(1 + rank) if rank else 0.0


def _finding(story: Story, keyword: KeywordRank, move: float) -> Finding:
    up, note = move > 0, _holder(story, keyword)
    message = FOUND if keyword.previous_rank is None else LOST if keyword.rank is None else CLIMBED if up else SLIPPED
    return Finding(
        id="keyword_climbed" if up else "keyword_slipped",
        section="search-rank",
        importance=min(0.45 + abs(move), 0.75) if up else min(0.5 + abs(move), 0.8),
        evidence={
            "keyword": keyword.term,
            "rank": keyword.rank,
            "previous_rank": keyword.previous_rank,
            "note": note,
        },
        text=told(
            lambda w: w.text(message, term=keyword.term, then=w.rank(keyword.previous_rank), now=w.rank(keyword.rank))
        ),
        why=told(lambda w: w.text(HOLDER, note=note)) if note else None,
        action=told(lambda w: w.text(PIN if up else REFRESH)) if note or not up else None,
    )


def _holder(story: Story, keyword: KeywordRank) -> str | None:
    """The title of the note that holds the place: a rank table may name it by its key."""
    titles = {note.key: note.title for note in story.report.notes if note.title}
    return titles.get(keyword.note, keyword.note) if keyword.note else None
