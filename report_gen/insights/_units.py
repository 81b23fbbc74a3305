"""The notes of the last months, each one unit however often it was counted, and the groups that they make.

A note's months are added up, so that units are independent of each other; what was shown of a group in those months, and
saved, is the sum over its months' Reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from report_gen.report import Group, Note, Report
from report_gen.significance import GROUP_KINDS, OTHER, GroupKind
from report_gen.statistics import Array, Estimate, appeal, effect
from report_gen.story import Story, months_back

MONTHS = 6  # this one and the five before
CLEAR = 1.15  # times as high: less is no advice, however sure
FLAGGED = "views_exceed_impressions"

Mask = npt.NDArray[np.bool_]
Counts = tuple[float, float]  # Σ saves and Σ of what they are divided by


@dataclass(frozen=True, eq=False)
class Units:
    """`notes` as the latest month has them, in the order of their keys; `saves` and `wholes` by note and month."""

    notes: tuple[Note, ...]
    saves: Array
    wholes: Array

    def of(self, kind: GroupKind, *names: str) -> Mask:
        """Which notes belong to one of these pillars, formats or traits."""
        wanted = set(names)
        return np.array([not wanted.isdisjoint(own) for own in self._groups[kind]], dtype=bool)

    def columns(self, kinds: Iterable[GroupKind]) -> Array:
        """A column for each pillar, format or trait, 1 for the notes that have it."""
        found = [self.of(kind, name) for kind in kinds for name in sorted(set().union(*self._groups[kind]))]
        return np.column_stack(found).astype(float) if found else np.zeros((len(self.notes), 0))

    @cached_property
    def _groups(self) -> dict[GroupKind, list[set[str]]]:
        return {kind: [groups_of(note, kind) for note in self.notes] for kind in GROUP_KINDS}


@dataclass(frozen=True)
class Contrast:
    """A group beside the others: `estimate` by notes alike in the rest, `own` and `others` what was saved of what was shown.
    `p` after the comparisons with the other groups of its kind."""

    name: str
    estimate: Estimate
    own: Counts
    others: Counts
    p: float

    @property
    def rate(self) -> float:
        return self.own[0] / self.own[1]

    @property
    def other_rate(self) -> float:
        return self.others[0] / self.others[1]

    @property
    def is_up(self) -> bool:
        return self.rate > self.other_rate

    @property
    def is_clear(self) -> bool:
        """Whether sums and notes say the same, and it is enough to act upon."""
        agree = (self.estimate.size > 0) == self.is_up
        low, high = sorted((self.rate, self.other_rate))
        return agree and min(high / low if low > 0 else CLEAR, float(np.exp(abs(self.estimate.size)))) >= CLEAR


def window(story: Story) -> tuple[Report, ...]:
    """This month and the up to five before it, the oldest first; of those before none that is partial."""
    first = months_back(story.report.month, MONTHS - 1)
    return (*(r for r in story.reports[:-1] if r.month >= first and not r.coverage.partial), story.report)


def recent(story: Story) -> Units:
    """Those of the window, made once for all rules."""
    if "units" not in story.kept:
        story.kept["units"] = units(window(story), story.report.rate_per)
    made: Units = story.kept["units"]
    return made


def units(reports: Sequence[Report], per: str) -> Units:
    """Without videos whose rate per impression is incomplete, where rates are per impression."""
    latest = {n.key: n for r in reports for n in r.notes if not (per == "impressions" and FLAGGED in n.flags)}
    place = {key: row for row, key in enumerate(sorted(latest))}
    saves, wholes = (_matrix(reports, place, counter) for counter in ("saves", per))
    return Units(tuple(latest[key] for key in place), saves, wholes)


def contrasts(
    story: Story, kind: GroupKind, beside: Sequence[GroupKind], without: Iterable[str] = ()
) -> list[Contrast]:
    """Each group of a kind against all other notes, among notes alike in what is named in `beside`; `without` the notes of
    some groups. Groups that can't be told from the rest are left out; the clearest by chance comes first."""
    reports, left_out = window(story), set(without)
    every = recent(story)
    known = appeal(every.saves, every.wholes).among(~every.of(kind, *left_out))
    others = every.columns(beside)
    found = {
        name: estimate
        for name in sorted({g.name for g in getattr(story.report, kind)} - left_out - {OTHER})
        if (estimate := effect(known, every.of(kind, name), others))
    }
    made = (_contrast(reports, kind, name, found, left_out) for name in found)
    return sorted((c for c in made if c), key=lambda c: (c.p, c.name))


def groups_of(note: Note, kind: GroupKind) -> set[str]:
    if kind == "traits":
        return set(note.traits)
    return {note.format if kind == "formats" else note.pillar or OTHER}


def totals(reports: Iterable[Report], kind: GroupKind, names: Callable[[str], bool] = lambda _: True) -> Counts:
    """Saves and what they are divided by, of the groups with such names, over these months."""
    groups: list[tuple[Group, str]] = [
        (group, report.rate_per) for report in reports for group in getattr(report, kind) if names(group.name)
    ]
    counted = [(g.saves, whole) for g, per in groups if g.saves is not None and (whole := getattr(g, per, None))]
    return float(sum(saves for saves, _ in counted)), float(sum(whole for _, whole in counted))


def _contrast(
    reports: Sequence[Report], kind: GroupKind, name: str, found: dict[str, Estimate], without: set[str]
) -> Contrast | None:
    own = totals(reports, kind, lambda one: one == name)
    whole = totals(reports, "formats" if kind == "traits" else kind, lambda one: one not in without)
    others = whole[0] - own[0], whole[1] - own[1]
    if min(own[1], others[1]) <= 0:
        return None
    return Contrast(name, found[name], own, others, min(found[name].p * len(found), 1.0))


def _matrix(reports: Sequence[Report], place: dict[str, int], counter: str) -> Array:
    found = np.full((len(place), len(reports)), np.nan)
    for column, report in enumerate(reports):
        rows = [(place[n.key], n.activity.get(counter)) for n in report.notes if n.key in place]
        if rows:
            at, values = zip(*rows, strict=True)
            found[list(at), column] = np.array(values, dtype=float)
    return found
