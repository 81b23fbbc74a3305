"""Which keyword stands higher than it ever did?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._ranks import sure_climbs, title
from report_gen.report import Finding, KeywordRank
from report_gen.story import Story, months_back
from report_gen.wording import noop, told

TOP = 3
BETTER_BY = 2  # ranks than in the best month so far
FEWEST_MONTHS, FEWEST_DAYS = 4, 10

BEST = noop("“{term}” is in the top {top}: rank {rank}, its best of {months} months")
WAS = noop("In {month} it was at rank {then}.")
HOLDS = noop("In {month} it was at rank {then}. “{note}” holds the place.")
PIN = noop("Pin the note that holds the place, and keep it up to date.")


def find(story: Story) -> Iterator[Finding]:
    """Of the keywords in the top 3 the weightiest of those whose best month so far was two ranks lower and more; one that
    surely climbed since last month has a finding of its own."""
    found = [k for k in story.report.keywords if _is_best(story, k)]
    told_of = sure_climbs(story) if found else set()
    best = max((k for k in found if k.term not in told_of), key=lambda k: (k.weight, k.term), default=None)
    if best is not None and story.before is not None:
        yield _finding(story, best, len(_earlier(story, best)) + 1)


def _is_best(story: Story, keyword: KeywordRank) -> bool:
    if keyword.rank is None or keyword.rank > TOP or keyword.days_observed < FEWEST_DAYS or not keyword.previous_rank:
        return False
    past = [rank for rank in _earlier(story, keyword) if rank is not None]
    return len(_earlier(story, keyword)) >= FEWEST_MONTHS and min(past) >= keyword.rank + BETTER_BY


def _earlier(story: Story, keyword: KeywordRank) -> list[float | None]:
    whole = (r for r in story.recent[:-1] if not r.coverage.partial)
    return [k.rank for r in whole for k in r.keywords if k.term == keyword.term and k.days_observed]


def _finding(story: Story, keyword: KeywordRank, months: int) -> Finding:
    term, note, before = keyword.term, title(story.report, keyword), months_back(story.report.month, 1)
    then = keyword.previous_rank
    return Finding(
        id=f"keyword_best:{term}",
        section="search-rank",
        importance=0.56,
        evidence={
            "keyword": term, "rank": keyword.rank, "previous_rank": then, "months": months, "note": note, "top": TOP,
        },
        text=told(
            lambda w: w.text(BEST, term=term, top=w.count(TOP), rank=w.rank(keyword.rank), months=w.count(months))
        ),
        why=told(
            lambda w: w.text(HOLDS if note else WAS, month=w.month_name(before), then=w.rank(then), note=note)
        ),
        action=told(lambda w: w.text(PIN)) if note else None,
        watch=f"keywords|{term}|rank",
    )  # fmt: skip
