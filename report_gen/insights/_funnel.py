"""The steps from being seen to going on: impressions → views → saves → click-throughs, month by month.

Views are counted on image notes only: an autoplayed video has views that no impression led to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from report_gen.insights._series import FEWEST_DAYS, carried, days, robust_spread, shift_by_chance
from report_gen.report import Note, Report
from report_gen.statistics import Array, change, surprise
from report_gen.story import Story
from report_gen.wording import Wording

FEWEST_MONTHS = 3
LEAST_FALL = 0.15  # of the logarithm
LARGE_FALL = 0.4  # the same where too few months are known to see how far they differ
UNKNOWN_BETWEEN = 0.3  # how far they may then, as a standard deviation of the logarithm
BETWEEN_MONTHS = 0.1  # how far months differ at least, as a standard deviation of the logarithm
FEWER = 0.95  # of what usually comes of it
BEYOND_RANGE = 0.5  # a fall ends below the lowest of the months before by half of what lies between these


@dataclass(frozen=True)
class Step:
    """A step of the funnel this month beside what it usually is: the median of up to six `months` before. `fell`: it lies far
    below all of them; `p`: how likely chance makes a difference that large, over notes or over days."""

    name: str
    rate: float
    usual: float
    low: float
    months: int
    fell: bool
    p: float

    @property
    def holds(self) -> bool:
        return self.rate >= self.low

    @property
    def is_short(self) -> bool:
        """Whether there are too few months to call anything usual."""
        return self.months < FEWEST_MONTHS


def steps(story: Story) -> tuple[Step, ...]:
    """Those that this month and one before it have."""
    past = [r for r in story.six_before if not r.coverage.first_month]
    if story.report.coverage.partial or not past:
        return ()
    found = (_step(story.report, past, name, rate, p) for name, (rate, p) in STEPS.items())
    return tuple(step for step in found if step is not None)


def views_per_impression(report: Report) -> float | None:
    return _ratio(report, "views", "impressions", _is_image)


def saves_per_view(report: Report) -> float | None:
    return _ratio(report, "saves", "views", every_note)


def clicks_per_save(report: Report) -> float | None:
    clicks, saves = report.value("click_throughs"), report.value("saves")
    return clicks / saves if clicks is not None and saves and saves > 0 else None


Member = Callable[[Note], bool]
Chance = Callable[[Report, Sequence[Report]], float]


def few_months(w: Wording, months: int) -> str:
    return w.plural(
        "There is only {n} month to hold it against, but the difference is more than chance makes.",
        "There are only {n} months to hold it against, but the difference is more than chance makes.",
        months,
    )


def _step(
    report: Report, past: Sequence[Report], name: str, rate: Callable[[Report], float | None], chance: Chance
) -> Step | None:
    now, then = rate(report), [known for r in past if (known := rate(r) or 0) > 0]
    if not now or now <= 0 or not then:
        return None
    low, logs = min(then), [math.log(value) for value in then]
    below = math.log(low) - math.log(now)
    fall = median(logs) - math.log(now)
    least = LEAST_FALL if len(then) >= FEWEST_MONTHS else LARGE_FALL
    fell = fall >= least and below >= BEYOND_RANGE * (max(logs) - min(logs))
    fell = fell and _fewer(name, report, past)
    return Step(name, now, median(then), low, len(then), fell, chance(report, past) if fell else 1.0)


def _fewer(name: str, report: Report, past: Sequence[Report]) -> bool:
    """Whether less came of the step than usual: where more goes in and as much comes out, nobody got lost. Clicks may have
    next to nothing to do with saves, which a few months don't show: they must have fallen as far themselves."""
    counts = [count for r in past if (count := _came(name, r)) is not None]
    most = math.exp(-LARGE_FALL) if name == "clicks" and len(past) < FEWEST_MONTHS else FEWER
    return bool(counts) and (_came(name, report) or 0) <= most * median(counts)


def _came(name: str, report: Report) -> float | None:
    if name == "clicks":
        return report.value("click_throughs")
    return sum(n.activity.get(name) or 0 for n in report.notes if name != "views" or _is_image(n))


def _is_image(note: Note) -> bool:
    return note.format == "image"


def every_note(note: Note) -> bool:
    return True


def _ratio(report: Report, part: str, whole: str, member: Member) -> float | None:
    pairs = [
        (p, w)
        for n in report.notes
        if member(n) and None not in (p := n.activity.get(part), w := n.activity.get(whole))
    ]
    total = sum(w or 0 for _, w in pairs)
    return sum(p or 0 for p, _ in pairs) / total if total > 0 else None


def over_notes(part: str, whole: str, member: Member) -> Chance:
    """By leaving each note out: this month against all months before together."""

    def chance(report: Report, past: Sequence[Report]) -> float:
        months = [{n.key: n for n in r.notes if member(n)} for r in (report, *past)]
        keys = sorted({key for month in months for key in month})
        now, *then = ((_column(m, keys, part), _column(m, keys, whole)) for m in months)
        before = (_added([p for p, _ in then]), _added([w for _, w in then]))
        found = change(now, before)
        return 1.0 if found is None else found.p

    return chance


def _column(month: dict[str, Note], keys: Sequence[str], counter: str) -> Array:
    values = (month[key].activity.get(counter) if key in month else None for key in keys)
    return np.array([math.nan if value is None else value for value in values], dtype=float)


def _added(columns: Sequence[Array]) -> Array:
    stacked = np.array(columns)
    return np.where(np.isfinite(stacked).any(axis=0), np.nansum(stacked, axis=0), np.nan)


def _over_days(report: Report, past: Sequence[Report]) -> float:
    """Clicks by day, each beside the saves of its month; months may differ by as much as they did before."""
    now, runs = _daily(report), [run for r in past if len(run := _daily(r)) >= FEWEST_DAYS]
    rates = [math.log(rate) for r in past if (rate := clicks_per_save(r) or 0) > 0]
    if len(now) < FEWEST_DAYS or not runs:
        return _over_months(report, rates)
    return float(shift_by_chance(now, [np.concatenate(runs)], carried(runs), _between(rates) ** 2)[0])


def _between(rates: Sequence[float]) -> float:
    """How far months differ, as a standard deviation."""
    changes = [b - a for a, b in pairwise(rates)]
    return max(robust_spread(changes), BETWEEN_MONTHS) if len(rates) >= FEWEST_MONTHS else UNKNOWN_BETWEEN


def _over_months(report: Report, rates: Sequence[float]) -> float:
    now = clicks_per_save(report)
    return surprise(now, np.exp(days(rates))) if now and len(rates) >= 2 * FEWEST_MONTHS else 1.0


def _daily(report: Report) -> Array:
    saves, length = report.value("saves") or 0, report.coverage.last_day.day
    by_day: dict[object, float] = {}
    for day in (day for destination in report.destinations for day in destination.days):
        by_day[day.date] = by_day.get(day.date, 0) + day.clicks
    usual = saves / length
    return days(math.log(n + 0.5) - math.log(usual) for _, n in sorted(by_day.items())) if usual > 0 else days([])


STEPS: dict[str, tuple[Callable[[Report], float | None], Chance]] = {
    "views": (views_per_impression, over_notes("views", "impressions", _is_image)),
    "saves": (saves_per_view, over_notes("saves", "views", every_note)),
    "clicks": (clicks_per_save, _over_days),
}
