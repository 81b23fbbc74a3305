"""Does a destination get no clicks any more, as when its link is broken?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from statistics import fmean, pvariance

from report_gen.insights._series import carried, days
from report_gen.metrics.click_throughs import PROFILE
from report_gen.report import Finding
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop, told

CLAIMS = True
MONTHS = 4
FEWEST_SILENT, FEWEST_BEFORE = 4, 14
FEWEST_MISSED = 12  # clicks that would have come
ALMOST_NONE = 0.05  # of a usual day's clicks
LOOKS = 10  # as so many independent looks counts the choice of the first silent day
GOES_ON = 0.2
MOST_ALIKE = 0.8
BEFORE = 28  # days that the silent ones are held against

SILENT = noop("No click has reached {destination} since {day}")
ALMOST = noop("Hardly any click has reached {destination} since {day}: {clicks} in {days} days")
WHY = noop("In the {days} days before there were {clicks}; other destinations go on.")
CHECK = noop("Open the link to {destination} on a phone today, and mend it in the notes and the profile.")

Clicks = Mapping[dt.date, float]


def find(story: Story) -> Iterator[Finding]:
    """Looks back from the month's last day with clicks of any kind; the profile has no link that could break."""
    if story.report.coverage.partial:
        return
    known = _by_day(story)
    names = [name for name in known if name != PROFILE]
    for name in names:
        yield from _finding(story, name, known, len(names))


def _by_day(story: Story) -> dict[str, Clicks]:
    """The clicks of each destination, over the up to four months in a row that end with this one."""
    reports = [story.report]
    while len(reports) < MONTHS and (earlier := story.at(months_back(reports[0].month, 1))):
        reports.insert(0, earlier)
    found: dict[str, dict[dt.date, float]] = {}
    for destination in (d for report in reports for d in report.destinations):
        found.setdefault(destination.name, {}).update({day.date: day.clicks for day in destination.days})
    return {name: clicks for name, clicks in sorted(found.items()) if clicks}


def _finding(story: Story, name: str, known: dict[str, Clicks], looks: int) -> Iterator[Finding]:
    others = {other: clicks for other, clicks in known.items() if other != name}
    series = _series(known[name], others, story.report.coverage.last_day)
    silent = _silent(list(series.values()))
    listed = list(series.items())
    since, before = listed[len(listed) - silent :], listed[: len(listed) - silent][-BEFORE:]
    if silent < FEWEST_SILENT or len(before) < FEWEST_BEFORE or since[-1][0] < story.report.first_day:
        return
    missed = silent * fmean(n for _, n in before)
    if missed < FEWEST_MISSED or not _go_on(others, since[0][0], before[0][0], len(before), silent):
        return
    p = _chance([n for _, n in before], silent) * LOOKS * looks
    yield _told(story, name, dict(since), dict(before), min(p, 1.0))


def _series(own: Clicks, others: Mapping[str, Clicks], last: dt.date) -> Clicks:
    """Every day from its first click to the last day on which the exports have any; a day without a row has none."""
    end = min(max((day for clicks in (own, *others.values()) for day in clicks), default=last), last)
    first = min(own)
    span = (first + dt.timedelta(n) for n in range((end - first).days + 1))
    return {day: own.get(day, 0.0) for day in span}


def _silent(values: list[float]) -> int:
    """How many of the last days had none, or next to none of what was usual before."""
    count = 0
    for place in range(len(values) - 1, 0, -1):
        if values[place] > ALMOST_NONE * fmean(values[max(place - BEFORE, 0) : place]):
            break
        count += 1
    return count


def _go_on(others: Mapping[str, Clicks], since: dt.date, first: dt.date, length: int, silent: int) -> bool:
    """Whether the other destinations still get a fifth of their usual: else it is the export that ended."""
    then = sum(n for clicks in others.values() for day, n in clicks.items() if first <= day < since) / length
    now = sum(n for clicks in others.values() for day, n in clicks.items() if day >= since) / silent
    return then > 0 and now >= GOES_ON * then


def _chance(before: list[float], silent: int) -> float:
    """So many silent days in a row, if days come as before: each is silent as often as those were, or as often as a negative
    binomial with their mean and variance makes it, whichever is more; days that resemble each other count as fewer."""
    mean, phi = fmean(before), min(carried([days(before)]), MOST_ALIKE)
    limit = math.floor(ALMOST_NONE * mean)
    seen = (sum(n <= limit for n in before) + 0.5) / (len(before) + 1)
    return float(max(seen, _rarely(limit, mean, pvariance(before))) ** (silent * (1 - phi) / (1 + phi)))


def _rarely(limit: int, mean: float, variance: float) -> float:
    """The probability of a day with no more than that: negative binomial, or Poisson where days vary no more than that."""
    from scipy.special import betainc, pdtr

    if variance <= mean * 1.01:
        return float(pdtr(limit, mean))
    return float(betainc(mean**2 / (variance - mean), limit + 1, mean / variance))


def _told(story: Story, name: str, since: Clicks, before: Clicks, p: float) -> Finding:
    first, clicks, earlier = min(since), round(sum(since.values())), round(sum(before.values()))
    return Finding(
        id=f"dead_link:{name}",
        section="click-throughs",
        importance=0.9,
        evidence={
            "destination": name, "since": str(first), "clicks_since": clicks, "days_since": len(since),
            "days_before": len(before), "clicks_before": earlier,
        },
        text=told(lambda w: _happened(w, name, first, clicks, len(since)), story.report.names),
        why=told(lambda w: w.text(WHY, days=w.count(len(before)), clicks=w.count(earlier))),
        action=told(lambda w: w.text(CHECK, destination=w.name(name)), story.report.names),
        p=p,
        watch=f"destinations|{name}|clicks",
    )  # fmt: skip


def _happened(w: Wording, name: str, first: dt.date, clicks: int, length: int) -> str:
    values = {"destination": w.name(name), "day": w.date(first), "clicks": w.count(clicks), "days": w.count(length)}
    return w.text(ALMOST if clicks else SILENT, **values)
