"""Which destination do people go on to far less, or far more, than they usually do?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from report_gen.insights import dead_link
from report_gen.insights._funnel import few_months
from report_gen.insights._series import FEWEST_DAYS, carried, days, robust_spread, shift_by_chance
from report_gen.metrics.click_throughs import PROFILE
from report_gen.report import DestinationClicks, Finding, Report
from report_gen.statistics import Array
from report_gen.story import Story
from report_gen.wording import noop, told

CLAIMS = True
FEWEST_MONTHS, FEWEST_CLICKS = 3, 30
LEAST_MOVE = 0.25  # of the logarithm
LARGE_FALL, UNKNOWN_BETWEEN = 0.7, 0.3  # where too few months are known to see how far they differ: less than half
BETWEEN_MONTHS = 0.1  # how far months differ at least, as a standard deviation of the logarithm
BEYOND_RANGE = 0.5  # of what lies between the months before

FEWER = noop("Fewer go on to {destination}: {clicks} clicks, usually {usual}")
MORE = noop("More go on to {destination}: {clicks} clicks, usually {usual}")
WHY = noop("Beside the views of each month, that is outside of all {months} months before and beyond chance.")
SHORT = noop("Fewer go on to {destination}: {clicks} clicks, {usual} before")
CHECK = noop("Try the way to {destination} on a phone, step by step, and look what changed there or in the notes.")
LEARN = noop("Find the notes that led to {destination}, and lead there from the most saved ones, too.")


def find(story: Story) -> Iterator[Finding]:
    """Clicks beside the month's views, against the up to six months before. One that broke off within the month has a
    finding of its own."""
    past = [r for r in story.six_before if not r.coverage.first_month and r.value("views")]
    if story.report.coverage.partial or not story.report.value("views") or not past:
        return
    broken = {f.evidence["destination"] for f in dead_link.find(story)}
    listed = [d for d in story.report.destinations if d.name != PROFILE and d.name not in broken]
    for destination in sorted(listed, key=lambda d: d.name):
        yield from _moved(story, destination, past, len(listed))


def _moved(story: Story, destination: DestinationClicks, past: Sequence[Report], looks: int) -> Iterator[Finding]:
    known = [(r, d) for r in past if (d := _same(r, destination)) and d.clicks]
    counts = [d.clicks or 0 for _, d in known]
    if destination.clicks is None or not known or median(counts) < FEWEST_CLICKS:
        return
    now, then = _level(story.report, destination), [_level(r, d) for r, d in known]
    own = [math.log(count) for count in counts]
    clicks = math.log(destination.clicks + 0.5)
    if not _is_outside(now, then) or not _agrees(clicks, own, now < min(then)):
        return
    if len(known) < FEWEST_MONTHS and max(now - median(then), clicks - median(own)) > -LARGE_FALL:
        return
    p = _chance(story.report, destination, known)
    yield _finding(story, destination, median(counts), len(known), min(p * looks, 1.0))


def _same(report: Report, destination: DestinationClicks) -> DestinationClicks | None:
    return next((d for d in report.destinations if d.name == destination.name), None)


def _level(report: Report, destination: DestinationClicks) -> float:
    return math.log((destination.clicks or 0) + 0.5) - math.log(_views(report))


def _views(report: Report) -> float:
    return max(report.value("views") or 1, 1)


def _is_outside(now: float, then: Sequence[float]) -> bool:
    room = BEYOND_RANGE * (max(then) - min(then))
    return abs(now - median(then)) >= LEAST_MOVE and not min(then) - room < now < max(then) + room


def _agrees(now: float, then: Sequence[float], fewer: bool) -> bool:
    """Whether the clicks themselves moved as they did beside the views: where reach leaps, clicks don't leap with it."""
    moved = median(then) - now if fewer else now - median(then)
    return moved >= LEAST_MOVE and (now < min(then) if fewer else now > max(then))


def _chance(report: Report, destination: DestinationClicks, known: Sequence[tuple[Report, DestinationClicks]]) -> float:
    """By day, each beside the views of its month; months may differ as they did before."""
    now, runs = _daily(report, destination), [_daily(r, d) for r, d in known]
    runs = [run for run in runs if len(run) >= FEWEST_DAYS]
    if len(now) < FEWEST_DAYS or not runs:
        return 1.0
    more = _between([_level(r, d) for r, d in known]) ** 2
    return float(shift_by_chance(now, [np.concatenate(runs)], carried(runs), more)[0])


def _between(levels: Sequence[float]) -> float:
    """How far months differ, as a standard deviation."""
    changes = [b - a for a, b in pairwise(levels)]
    return max(robust_spread(changes), BETWEEN_MONTHS) if len(levels) >= FEWEST_MONTHS else UNKNOWN_BETWEEN


def _daily(report: Report, destination: DestinationClicks) -> Array:
    """Every day of the month, as a logarithm; a day without a row had no clicks, where the month has any."""
    if not destination.days:
        return days([])
    by_day = {day.date.day: day.clicks for day in destination.days}
    length = report.coverage.last_day.day
    usual = math.log(_views(report) / length)
    return days(math.log(by_day.get(day, 0) + 0.5) - usual for day in range(1, length + 1))


def _finding(story: Story, destination: DestinationClicks, usual: float, months: int, p: float) -> Finding:
    name, clicks, fewer = destination.name, destination.clicks or 0, (destination.clicks or 0) < usual
    short = months < FEWEST_MONTHS
    message, advice = (SHORT if short else FEWER, CHECK) if fewer else (MORE, LEARN)
    size = min(abs(math.log((clicks + 0.5) / usual)), 2.0)
    return Finding(
        id=f"destination_moved:{name}",
        section="click-throughs",
        importance=round((0.72 + 0.08 * size) if fewer else (0.56 + 0.06 * size), 4),
        evidence={"destination": name, "clicks": clicks, "usual": usual, "months": months},
        text=told(
            lambda w: w.text(message, destination=w.name(name), clicks=w.count(clicks), usual=w.count(usual)),
            story.report.names,
        ),
        why=told(lambda w: few_months(w, months) if short else w.text(WHY, months=w.count(months))),
        action=told(lambda w: w.text(advice, destination=w.name(name)), story.report.names),
        p=p,
        watch=f"destinations|{name}|clicks",
    )
