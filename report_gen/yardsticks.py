"""Yardsticks of the client's own: what each number usually is here, and where the month's stands.

Usual is the median and range of the up to six whole months before. A standing is a place among them, not a change: a month
that is no different from the six before lies outside their range two times in seven by chance alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Literal

from report_gen.report import Group, Headline, Number, Report, Standing, Usual, digits

FEWEST_MONTHS = 3
GROUPS = ("formats", "pillars", "traits")

Status = Literal["met", "missed"] | Standing


def placed(report: Report, before: Sequence[Report]) -> Report:
    """The Report with what its numbers usually are and where they stand. `before`: the up to six months before it, none of
    them partial. A partial month is held against nothing."""
    if report.coverage.partial:
        return report
    headline = {name: _placed(now, usual(report, before, name)) for name, now in report.headline.items()}
    groups = {kind: tuple(_groups(report, before, kind)) for kind in GROUPS}
    return report.model_copy(update={"headline": headline, **groups})


def usual(report: Report, before: Sequence[Report], metric: str) -> Usual | None:
    """What the number usually is; None where fewer than three of those months have it, made the same way."""
    earlier = [one.headline[metric] for one in before if metric in one.headline and _is_whole(one, metric, report)]
    return _usual(number.value for number in earlier)


def status(headline: Headline) -> Status | None:
    """How the number stands: by its target if it has one, else by the client's own history."""
    return headline.status or headline.standing


def outside_by_chance(months: int) -> float:
    """How often a month that is no different lies outside the range of that many: it is as likely as any of them to be the
    highest or the lowest."""
    return 2 / (months + 1)


def _groups(report: Report, before: Sequence[Report], kind: str) -> Iterator[Group]:
    whole = [one for one in before if not one.coverage.first_month and _is_same(one, "save_rate", report)]
    for group in getattr(report, kind):
        past = _usual(then.save_rate for one in whole for then in getattr(one, kind) if then.name == group.name)
        yield group.model_copy(update={"usual": past, "standing": _standing(group.save_rate, past)})


def _is_whole(earlier: Report, metric: str, report: Report) -> bool:
    """In a first month the notes' sums hold only what was published in it: no yardstick for a whole month. Nor is what the
    trends count for what the notes do: the account gains most followers from no note."""
    basis, own = earlier.headline[metric].basis, report.headline[metric].basis
    first = earlier.coverage.first_month and basis == "snapshots"
    return not first and (None in (basis, own) or basis == own) and _is_same(earlier, metric, report)


def _is_same(earlier: Report, metric: str, report: Report) -> bool:
    """An approved month keeps the definition that it was made with; a rate per view says nothing about one per impression."""
    return earlier.definitions.get(metric) == report.definitions.get(metric)


def _usual(values: Iterable[Number | None]) -> Usual | None:
    known = [value for value in values if value is not None]
    if len(known) < FEWEST_MONTHS:
        return None
    return Usual(median=median(known), low=min(known), high=max(known), months=len(known))


def _placed(now: Headline, past: Usual | None) -> Headline:
    return now.model_copy(update={"usual": past, "standing": _standing(now.value, past)})


def _standing(value: Number | None, past: Usual | None) -> Standing | None:
    if value is None or past is None:
        return None
    low, now, high = map(digits, (past.low, value, past.high))
    return "above" if now > high else "below" if now < low else "within"
