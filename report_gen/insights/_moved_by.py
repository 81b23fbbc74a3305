"""What moved the save rate between two months: the pillar (or format) that made most of the change, and whether a single
note did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_gen.contribution import Contribution, Parts, contributions
from report_gen.report import Note, Report
from report_gen.significance import GroupKind
from report_gen.story import Story

SAME_CHANGE = 0.25  # how far the notes' change may be from the headline's, which may be the daily trends'
SMALLEST_PART = 0.15  # of the change: less of it isn't worth a sentence
MOST_OF_IT = 0.6  # by a single note
HALF = 0.5  # by a single group: less is no cause
OWN_WEIGHT = 1.5  # times its share of what was shown: the largest group makes most of any general move


@dataclass(frozen=True)
class Mover:
    """`own` and `mix` are what the group's own rate, and showing more or less of it, did to the rate (0.004 is 0.4 points);
    0 where that is too little to name, or goes the other way. `is_more`: whether more of it was shown; `is_most`: whether the
    two are most of the change."""

    kind: GroupKind
    name: str
    own: float
    mix: float
    is_more: bool
    is_most: bool


@dataclass(frozen=True)
class Single:
    """The note without which most of the change would not be there, and what the rate would be."""

    note: Note
    rate: float


@dataclass(frozen=True)
class Cause:
    """What there is to say about a change: the `group` that made most of it, else of how many pillars every one moved that
    way (0 where not all did); and the `note`, if a single one did it."""

    group: Mover | None
    pillars: int
    note: Single | None


def cause(story: Story) -> Cause:
    group = mover(story)
    return Cause(group, 0 if group or _kind(story) != "pillars" else together(story), single(story))


def mover(story: Story) -> Mover | None:
    """The group that made at least half of the change; or, where half of it is that other groups were shown than before,
    the one whose share of that is largest."""
    change, found = _change(story), _contributions(story)
    if not change or not found:
        return None
    is_shift = sum(c.mix for c in found) / change >= HALF
    top = max(found, key=lambda c: ((c.mix if is_shift else c.total) / change, c.name))
    own, mix = (_part(value, change) for value in (top.rate, top.mix))
    if not (is_shift or top.total / change >= max(HALF, OWN_WEIGHT * min(_shares(top, story)))) or not (own or mix):
        return None
    now, then = _shares(top, story)
    return Mover(_kind(story), top.name, own, mix, now > then, (own + mix) / change >= HALF)


def together(story: Story) -> int:
    """How many groups there are, if the own rate of every one moved the way of the whole; else 0."""
    change, found = _change(story), _contributions(story)
    return len(found) if change and len(found) > 1 and all(c.rate / change > 0 for c in found) else 0


def _contributions(story: Story) -> tuple[Contribution, ...]:
    """None where they don't add up to what the headline shows."""
    change = _change(story)
    if not change:
        return ()
    found = contributions(*_months(story))
    return found if abs(sum(c.total for c in found) - change) <= SAME_CHANGE * abs(change) else ()


def _months(story: Story) -> list[dict[str, Parts]]:
    return [_groups(report, _kind(story)) for report in (story.report, story.before) if report is not None]


def _kind(story: Story) -> GroupKind:
    return "pillars" if len(story.report.pillars) > 1 else "formats"


def single(story: Story) -> Single | None:
    """Leaves each note out of both months."""
    before, change = story.before, _change(story)
    if before is None or not change:
        return None
    now, then = (_notes(report) for report in (story.report, before))
    left = {key: _without(now, then, key) for key in sorted(now)}
    known = {key: rates for key, rates in left.items() if rates is not None}
    if not known:
        return None
    key = min(known, key=lambda k: abs(known[k][0] - known[k][1]))
    note = next(n for n in story.report.notes if n.key == key)
    rest = known[key][0] - known[key][1]
    return Single(note, known[key][0]) if note.title and rest / change < 1 - MOST_OF_IT else None


def _change(story: Story) -> float | None:
    rate = story.report.headline.get("save_rate")
    if story.before is None or rate is None or rate.value is None or rate.previous is None:
        return None
    return rate.value - rate.previous


def _part(value: float, change: float) -> float:
    return value if value / change >= SMALLEST_PART else 0.0


def _groups(report: Report, kind: GroupKind) -> dict[str, Parts]:
    groups = [(g.name, g.saves, getattr(g, report.rate_per, None)) for g in getattr(report, kind)]
    return {name: (saves, whole) for name, saves, whole in groups if saves is not None and whole}


def _shares(top: Contribution, story: Story) -> tuple[float, float]:
    """Its part of what was shown, in this month and the one before."""
    now, then = (m.get(top.name, (0.0, 0.0))[1] / sum(whole for _, whole in m.values()) for m in _months(story))
    return now, then


def _notes(report: Report) -> dict[str, Parts]:
    counted = [(n.key, n.activity.get("saves"), n.activity.get(report.rate_per)) for n in report.notes]
    return {key: (saves, whole) for key, saves, whole in counted if saves is not None and whole}


def _without(now: Mapping[str, Parts], then: Mapping[str, Parts], key: str) -> tuple[float, float] | None:
    """The two months' rates without the note."""
    sums = []
    for month in (now, then):
        own = month.get(key, (0.0, 0.0))
        sums.append((sum(s for s, _ in month.values()) - own[0], sum(m for _, m in month.values()) - own[1]))
    if min(whole for _, whole in sums) <= 0:
        return None
    return sums[0][0] / sums[0][1], sums[1][0] / sums[1][1]
