"""Since which day of the month do people get lost at a step of the funnel?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from report_gen.insights._series import FEWEST_DAYS, carried, days, first_of_level, robust_spread, shift_by_chance
from report_gen.insights.funnel_leak import SECTIONS, WATCH
from report_gen.report import Day, Finding, Report
from report_gen.statistics import Array
from report_gen.story import Story
from report_gen.wording import noop, told

CLAIMS = True
STEPS = {"views": ("views", "impressions"), "saves": ("saves", "views")}
LOOKS = 10  # as so many independent looks counts the search for the day on which it began
FEWEST_LATE = 7  # days since then
LARGE_FALL = 0.5  # of the logarithm: two fifths are lost
BETWEEN_MONTHS, UNKNOWN_BETWEEN = 0.15, 0.2  # how far months differ at least, as a standard deviation of the logarithm
FEWEST_MONTHS = 3
FEWEST_BEFORE = 20  # days of the months before that the trends have
FEWEST_COUNTED = 5  # on a day, of what goes in

HAPPENED = {
    "views": noop("Fewer open what they see since {day}: {rate} of impressions led to a view, {usual} before"),
    "saves": noop("Fewer save what they open since {day}: {rate} of views ended in a save, {usual} before"),
}
WHY = noop("The daily trends say so: {days} days, held against those of the months before, are beyond chance.")
ADVICE = {
    "views": noop("Look what changed on that day: covers, titles, or what was promoted."),
    "saves": noop("Look what changed on that day: which notes were shown, and what they give people to keep."),
}


@dataclass(frozen=True)
class Fall:
    """From `first` on: the days, what came of the step on them together, and what did on the days of the months before."""

    step: str
    first: dt.date
    length: int
    rate: float
    usual: float
    p: float


def find(story: Story) -> Iterator[Finding]:
    """By the account's daily trends; the step that fell most surely. A fall of the whole month is `funnel_leak`'s."""
    if story.report.coverage.partial:
        return
    past = [r for r in story.six_before if not r.coverage.partial]
    found = [fall for step in STEPS if (fall := _fall(story.report, past, step)) is not None]
    if found:
        yield _finding(min(found, key=lambda f: (f.p, f.step)))


def _fall(report: Report, past: Sequence[Report], step: str) -> Fall | None:
    own, runs = _counted(report, step), [run for r in past if len(run := _counted(r, step)) >= FEWEST_DAYS]
    if len(own) < 2 * FEWEST_DAYS or sum(map(len, runs)) < FEWEST_BEFORE:
        return None
    now, before = _logs(own, step), [_logs(run, step) for run in runs]
    usual = _together([day for run in runs for day in run], step)
    more = _between([float(run.mean()) for run in before])
    chances = shift_by_chance(now, [np.concatenate(before)], carried(before), more, FEWEST_LATE)
    at = first_of_level(now, before[-1], FEWEST_LATE)
    late = own[at:]
    rate = _together(late, step)
    if usual <= 0 or rate > math.exp(-LARGE_FALL) * usual:
        return None
    return Fall(step, late[0].date, len(late), rate, usual, min(float(chances[at]) * LOOKS * len(STEPS), 1.0))


def _finding(fall: Fall) -> Finding:
    step = fall.step
    return Finding(
        id=f"funnel_leak_since:{step}",
        section=SECTIONS[step],
        importance=0.8,
        evidence={
            "step": step, "since": str(fall.first), "days": fall.length, "rate": fall.rate, "usual": fall.usual,
        },
        text=told(
            lambda w: w.text(HAPPENED[step], day=w.date(fall.first), rate=w.rate(fall.rate), usual=w.rate(fall.usual))
        ),
        why=told(lambda w: w.text(WHY, days=w.count(fall.length))),
        action=told(lambda w: w.text(ADVICE[step])),
        p=fall.p,
        watch=WATCH[step],
    )  # fmt: skip


def _counted(report: Report, step: str) -> list[Day]:
    part, whole = STEPS[step]
    known = (d for d in report.days if d.values.get(part, -1) >= 0 and d.values.get(whole, 0) >= FEWEST_COUNTED)
    return sorted(known, key=lambda d: d.date)


def _logs(counted: Sequence[Day], step: str) -> Array:
    part, whole = STEPS[step]
    return days(math.log((max(d.values[part], 0) + 0.5) / (d.values[whole] + 1)) for d in counted)


def _together(counted: Sequence[Day], step: str) -> float:
    part, whole = STEPS[step]
    return sum(d.values[part] for d in counted) / sum(d.values[whole] for d in counted)


def _between(means: Sequence[float]) -> float:
    """The variance of a month's change that has no story."""
    changes = [b - a for a, b in pairwise(means)]
    spread = max(robust_spread(changes), BETWEEN_MONTHS) if len(means) >= FEWEST_MONTHS else UNKNOWN_BETWEEN
    return spread**2
