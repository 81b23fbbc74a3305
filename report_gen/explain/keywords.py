"""Search rank: a keyword's days are medians of its readings, its month is what those days come to."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from statistics import median

from report_gen.explain._explain import explain
from report_gen.explain._month import Month, grouped, records
from report_gen.explain._paths import Path
from report_gen.explain._sums import first_of
from report_gen.explain._trace import FaultError, Trace, plain, unknown
from report_gen.report import KeywordRank
from report_gen.topics import fold
from report_gen.wording import Say, noop, say

SECTIONS = ("keywords",)
INDEX = noop("The mean of the keywords’ visibility, each by its weight in client.yml.")
VISIBILITY = "100 × the mean over days with a reading of 1 ÷ log2(1 + rank); a day on which it was not found counts 0."
RANK = "The median of the days with a reading; not found counts as worse than any rank."
DAY = "The median of the day's readings; not found counts as worse than any rank."
COUNTS = {
    "days_observed": "Days on which somebody looked for the keyword.",
    "days_ranked": "Days on which it was found.",
    "days_top3": "Days on which its rank was 3 or better.",
    "days_top10": "Days on which its rank was 10 or better.",
}
SETTINGS = {"term": "term", "group": "group", "weight": "weight"}


def trace(path: Path, month: Month) -> Trace:
    _, term, field, *rest = path
    told = next(k for k in month.told.keywords if k.term == term)
    fields: Mapping[str, Callable[[], Trace]] = {
        "visibility": lambda: visibility(month, term),
        "rank": lambda: _rank(month, term),
        "best": lambda: _best(month, term),
        "previous_rank": lambda: _previous(month, term),
        "note": lambda: Trace("note", told.note, "The note that the last reading found at the keyword's place."),
        "days": lambda: _day(month, term, *rest),
    }
    if field in COUNTS:
        return _count(month, term, field)
    if field in SETTINGS:
        return _setting(month, told, field)
    if field not in fields:
        raise FaultError(f"Nothing explains keywords.{term}.{field}.")
    return fields[field]()


def index(month: Month) -> Trace:
    """`search_visibility` over all keywords that were looked for."""
    asked = month.config.keywords
    weights = {k.term: k.weight for k in asked} or dict.fromkeys(_read(month), 1.0)
    every = {term: visibility(month, term).called(term) for term in weights}
    seen = [(t, weights[term]) for term, t in every.items() if t.value is not None]
    if not seen:
        return unknown("search_visibility", noop("None: nobody looked for a keyword of client.yml in the month."))
    value = math.fsum(t.number * w for t, w in seen) / math.fsum(w for _, w in seen)
    weighted = tuple(Trace(t.name, t.value, f"{t.formula} Weight {w:g}.", t.terms, t.cells) for t, w in seen)
    return Trace("search_visibility", value, INDEX, weighted, left_out=(*_unseen(every), *_untracked(month)))


def visibility(month: Month, term: str) -> Trace:
    days = _days(month, term)
    if not days:
        return unknown("visibility", "None: nobody looked for it in the month.")
    value = 100 * math.fsum(0.0 if t.value is None else 1 / math.log2(1 + t.number) for t in days) / len(days)
    return Trace("visibility", value, VISIBILITY, days)


def _rank(month: Month, term: str) -> Trace:
    days = _days(month, term)
    if not days:
        return unknown("rank", "None: nobody looked for it in the month.")
    rank = median(_or_infinite(day) for day in days)
    if math.isinf(rank):
        return unknown("rank", "None: not found on most of the days with a reading.", *days)
    return Trace("rank", plain(rank), RANK, days)


def _best(month: Month, term: str) -> Trace:
    days = _days(month, term)
    found = [day.number for day in days if day.value is not None]
    if not found:
        return unknown("best", "None: it was found on no day.", *days)
    return Trace("best", plain(min(found)), "The best rank of a day.", days)


def _count(month: Month, term: str, field: str) -> Trace:
    days = _days(month, term)
    worst = {"days_ranked": math.inf, "days_top3": 3, "days_top10": 10}
    kept = [d for d in days if field == "days_observed" or (d.value is not None and d.number <= worst[field])]
    return Trace(field, len(kept), COUNTS[field], tuple(kept))


def _previous(month: Month, term: str) -> Trace:
    before = month.before
    if before is None:
        return unknown("previous_rank", "None: there is no whole month before to compare with.")
    if term not in {k.term for k in before.told.keywords}:
        return unknown("previous_rank", f"None: {before.period.month} has no such keyword.")
    then = explain(before, ("keywords", term, "rank"))
    return Trace(
        "previous_rank", then.value, f"The rank of {before.period.month}.", (then.called(before.period.month),)
    )


def _setting(month: Month, told: KeywordRank, field: str) -> Trace:
    listed = {k.term: k for k in month.config.keywords}
    where = "As client.yml has it under keywords." if told.term in listed else "client.yml names no keywords: weight 1."
    return Trace(field, getattr(listed.get(told.term), field, getattr(told, field)), where)


def _day(month: Month, term: str, day: str, field: str = "rank") -> Trace:
    if field == "date":
        return Trace("date", day, "A day with a reading.")
    return next(t for t in _days(month, term) if t.name == day)


# -- readings


def _days(month: Month, term: str) -> tuple[Trace, ...]:
    """A trace for every day with a reading."""
    days: dict[str, tuple[Trace, ...]] = month.kept.setdefault("keyword days", {})
    if term not in days:
        by_day = grouped(_readings(month).get(fold(term), ()), lambda row: row["date"].date())
        days[term] = tuple(_of_day(month, day, rows) for day, rows in sorted(by_day.items()))
    return days[term]


def _of_day(month: Month, day: dt.date, rows: list[Mapping[str, object]]) -> Trace:
    cells = tuple(month.cell(row, "rank", f"{row['keyword']} {day}") for row in rows)
    ranks = [float(c.value) if isinstance(c.value, int | float) else math.inf for c in cells]
    rank = median(ranks)
    return Trace(str(day), None if math.isinf(rank) else plain(rank), DAY, (), cells)


def _readings(month: Month) -> dict[str, list[Mapping[str, object]]]:
    if "readings" not in month.kept:
        month.kept["readings"] = grouped(records(month.data.ranks), lambda row: fold(row["keyword"]))
    found: dict[str, list[Mapping[str, object]]] = month.kept["readings"]
    return found


def _read(month: Month) -> list[str]:
    return sorted(set(month.data.ranks["keyword"]))


def _or_infinite(day: Trace) -> float:
    return math.inf if day.value is None else day.number


def _unseen(every: Mapping[str, Trace]) -> list[Say]:
    lacking = [term for term, t in every.items() if t.value is None]
    if not lacking:
        return []
    return [say("Left out: keywords that nobody looked for: {keywords}.", keywords=first_of(lacking, 10))]


def _untracked(month: Month) -> list[Say]:
    asked = {fold(k.term) for k in month.config.keywords}
    extra = [k for k in _read(month) if fold(k) not in asked] if asked else []
    if not extra:
        return []
    return [say("Left out: readings of what is no keyword of client.yml: {keywords}.", keywords=first_of(extra, 10))]
