"""Which keywords does no note serve?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_gen.report import Finding, KeywordRank
from report_gen.story import Story
from report_gen.topics import fold
from report_gen.wording import Wording, noop, told

FEWEST_DAYS = 5
NAMED = 4

NONE = noop("No note serves “{term}”")
SOME = noop("No note serves {n} of the keywords: {terms}")
SEEN = noop("It was looked for on {days} days and mostly not found, and no title holds the words.")
SEEN_ALL = noop("They were looked for and mostly not found, and no title holds the words.")
WRITE = noop("Write the note that answers “{term}”, with the words in its title.")


def find(story: Story) -> Iterator[Finding]:
    """Of the keywords that were looked for, those not found on most days this month and the last that no title of a note
    holds. Together, the weightiest first."""
    titles = [_plain(note.title) for note in story.report.notes if note.title]
    lacking = [k for k in story.report.keywords if _is_lost(k, story) and not _is_titled(k.term, titles)]
    if titles and lacking:
        yield _finding(sorted(lacking, key=lambda k: (-k.weight, k.term)))


def _is_lost(keyword: KeywordRank, story: Story) -> bool:
    """A place lost this month is another finding."""
    known_before = story.before is not None and keyword.previous_rank is not None
    return keyword.days_observed >= FEWEST_DAYS and keyword.rank is None and not known_before


def _is_titled(term: str, titles: Sequence[str]) -> bool:
    return any(_plain(term) in title for title in titles)


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def _finding(lacking: Sequence[KeywordRank]) -> Finding:
    first, terms = lacking[0], tuple(k.term for k in lacking)
    alone = len(lacking) == 1
    return Finding(
        id="keywords_unserved",
        section="search-rank",
        importance=0.4,
        evidence={
            "keywords_unserved": len(lacking),
            "terms": terms,
            "keyword": first.term,
            "days": first.days_observed,
        },
        text=told(lambda w: w.text(NONE, term=first.term) if alone else _several(w, terms)),
        why=told(lambda w: w.text(SEEN, days=w.count(first.days_observed)) if alone else w.text(SEEN_ALL)),
        action=told(lambda w: w.text(WRITE, term=first.term)),
        watch=f"keywords|{first.term}|rank",
    )


def _several(w: Wording, terms: Sequence[str]) -> str:
    named = [w.text("“{term}”", term=term) for term in terms[:NAMED]]
    more = len(terms) - NAMED
    listed = w.listed([*named, w.plural("{n} more", "{n} more", more)] if more > 0 else named)
    return w.text(SOME, n=w.count(len(terms)), terms=listed)
