"""Which keyword is about to enter the top 3?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._ranks import sure_climbs, title, worth
from report_gen.report import Finding, KeywordRank
from report_gen.story import Story, months_back
from report_gen.wording import noop, told

TOP, NEAR = 3, 6
FEWEST_DAYS = 5
BETTER_BY = 0.5
MOST = 2

NEARLY = noop("“{term}” is at rank {rank}, close to the top {top}")
BETTER = noop("In {month} it was at rank {then}. “{note}” holds the place.")
WAS = noop("In {month} it was at rank {then}.")
ADVICE = noop(
    "Give “{note}” what people who search “{term}” still miss: a clearer cover, a list, an answer in the comments."
)
WRITE = noop("Find the note that holds “{term}”, and refresh its cover and its first lines.")


def find(story: Story) -> Iterator[Finding]:
    """Ranks of 4 to 6 that were worse a month ago, the two whose place in the top 3 is worth most; those that surely climbed
    have a finding of their own. That they will get there nobody says."""
    near = [k for k in story.report.keywords if _is_near(k)] if story.before else []
    told_of = sure_climbs(story) if near else set()
    near = [k for k in near if k.term not in told_of]
    gains = sorted(near, key=lambda k: (-k.weight * (worth(TOP) - worth(k.rank)), k.term))
    for keyword in gains[:MOST]:
        yield _finding(story, keyword)


def _is_near(k: KeywordRank) -> bool:
    if k.rank is None or k.previous_rank is None or k.days_observed < FEWEST_DAYS:
        return False
    return TOP < k.rank <= NEAR and k.rank <= k.previous_rank - BETTER_BY


def _finding(story: Story, keyword: KeywordRank) -> Finding:
    term, note, before = keyword.term, title(story.report, keyword), months_back(story.report.month, 1)
    return Finding(
        id=f"keyword_near:{term}",
        section="search-rank",
        importance=0.42,
        evidence={
            "keyword": term, "rank": keyword.rank, "previous_rank": keyword.previous_rank, "note": note, "top": TOP,
        },
        text=told(lambda w: w.text(NEARLY, term=term, rank=w.rank(keyword.rank), top=w.count(TOP))),
        why=told(
            lambda w: w.text(
                BETTER if note else WAS, month=w.month_name(before), then=w.rank(keyword.previous_rank), note=note,
            )
        ),
        action=told(lambda w: w.text(ADVICE if note else WRITE, term=term, note=note)),
        watch=f"keywords|{term}|rank",
    )  # fmt: skip
