"""Do saves come before a rank here?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from statistics import fmean, stdev

from report_gen.insights._ranks import holder, worth
from report_gen.report import Finding, KeywordRank, Report
from report_gen.statistics import two_sided
from report_gen.story import Story, months_back
from report_gen.wording import noop, told

CLAIMS = True
FEWEST_MONTHS, FEWEST_PAIRS = 6, 12
LEAST = 0.25  # of one standing with the other: less is no help to anybody

HAPPENED = noop("Saves come before a rank here: after months in which its note was saved more, a keyword climbed")
WHY = noop(
    "Over {months} months and {keywords} keywords, the saves of the note that holds a place go together with the move of its "
    "rank in the month after ({correlation} of 1)."
)
ADVICE = noop("Pick the keyword to win next, and work for saves of the note that answers it.")


def find(story: Story) -> Iterator[Finding]:
    """Each keyword's months: the saves of the note that holds it, beside that keyword's usual, and what its visibility
    gained in the month after, beside its usual. Months are the units, since one may lift all keywords together."""
    pairs = _pairs(story)
    months = sorted({month for _, month in pairs})
    keywords = {term for term, _ in pairs}
    if len(months) < FEWEST_MONTHS or len(pairs) < FEWEST_PAIRS:
        return
    centred = _centred(pairs)
    correlation = _correlation(list(centred.values()))
    together = [math.fsum(x * y for (_, m), (x, y) in centred.items() if m == month) for month in months]
    if correlation < LEAST or len({*together}) < 2:
        return
    t = fmean(together) / (stdev(together) / math.sqrt(len(months)))
    yield _finding(len(months), len(keywords), correlation, two_sided(t, len(months) - 1))


def _finding(months: int, keywords: int, correlation: float, p: float) -> Finding:
    return Finding(
        id="saves_before_rank",
        section="search-rank",
        importance=0.62,
        evidence={"months": months, "keywords_followed": keywords, "correlation": correlation},
        text=told(lambda w: w.text(HAPPENED)),
        why=told(
            lambda w: w.text(
                WHY, months=w.count(months), keywords=w.count(keywords), correlation=w.number(correlation, 1)
            )
        ),
        action=told(lambda w: w.text(ADVICE)),
        p=p,
        watch="headline|search_visibility|value",
    )


Pairs = Mapping[tuple[str, str], tuple[float, float]]  # by keyword and month


def _pairs(story: Story) -> Pairs:
    """Saves of the holder (as a logarithm) of a month, and the gain of the month after."""
    by_month = {report.month: report for report in story.recent if not report.coverage.partial}
    found = {}
    for month, report in by_month.items():
        earlier = by_month.get(months_back(month, 1))
        for keyword in report.keywords if earlier else ():
            known = _pair(earlier, keyword) if earlier else None
            if known is not None:
                found[keyword.term, month] = known
    return found


def _pair(earlier: Report, keyword: KeywordRank) -> tuple[float, float] | None:
    then = next((k for k in earlier.keywords if k.term == keyword.term), None)
    if then is None or not then.days_observed or not keyword.days_observed:
        return None
    note = holder(earlier, then)
    saves = note.activity.get("saves") if note else None
    return None if saves is None else (math.log1p(max(saves, 0)), worth(keyword.rank) - worth(then.rank))


def _centred(pairs: Pairs) -> dict[tuple[str, str], tuple[float, float]]:
    """Each beside what is usual of its keyword."""
    usual = {}
    for term in {term for term, _ in pairs}:
        own = [pair for (other, _), pair in sorted(pairs.items()) if other == term]
        usual[term] = (fmean(x for x, _ in own), fmean(y for _, y in own))
    return {(t, m): (x - usual[t][0], y - usual[t][1]) for (t, m), (x, y) in sorted(pairs.items())}


def _correlation(pairs: list[tuple[float, float]]) -> float:
    length = math.sqrt(math.fsum(x * x for x, _ in pairs) * math.fsum(y * y for _, y in pairs))
    return math.fsum(x * y for x, y in pairs) / length if length > 0 else 0.0
