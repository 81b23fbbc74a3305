"""A client's collaborations of up to six months, by creator: months are added up, since one brings a note or two of each.

How much notes of one hand differ in how they are saved is read off the account's own notes: a creator with one good note is
not yet a good creator.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from report_gen.report import Creator, Note, Report
from report_gen.statistics import fit_prior
from report_gen.story import Story

MOST_MONTHS = 5  # before this one
BETWEEN_NOTES = 0.35  # of the log-odds at least, as a standard deviation: other hands are not more alike than one
OWN_NOTES = 10


@dataclass(frozen=True)
class Together:
    """A creator's notes of these months. `followers` as read last; `fee` and `saves` None where a part of them is unknown."""

    name: str
    followers: int | None
    notes: int
    saves: int
    whole: int

    @property
    def rate(self) -> float:
        return self.saves / self.whole if self.whole else 0.0


def months_with_creators(story: Story) -> tuple[Report, ...]:
    """This month, which must have some, and those before it."""
    if not story.report.creators:
        return ()
    past = [r for r in story.six_before if r.creators and r.definitions == story.report.definitions]
    return (*past[-MOST_MONTHS:], story.report)


def together(reports: Sequence[Report], names: frozenset[str] | None = None) -> list[Together]:
    """By name; those with nothing to divide by are left out."""
    found: dict[str, list[Creator]] = {}
    for creator in (c for report in reports for c in report.creators if names is None or c.name in names):
        found.setdefault(creator.name, []).append(creator)
    added = (_added(name, rows, reports[-1].rate_per) for name, rows in sorted(found.items()))
    return [one for one in added if one is not None and one.whole > 0]


def _added(name: str, rows: Sequence[Creator], per: str) -> Together | None:
    wholes, saves = [getattr(r, per, None) for r in rows], [r.saves for r in rows]
    if None in wholes or None in saves:
        return None
    followers = [r.followers for r in rows if r.followers is not None]
    return Together(name, followers[-1] if followers else None, sum(r.notes for r in rows), _sum(saves), _sum(wholes))


def _sum(values: Sequence[int | None]) -> int:
    return sum(value or 0 for value in values)


def variance(creator: Together, between: float) -> float:
    """Of the log-odds: counting, and notes that differ."""
    return 1 / (creator.saves + 0.5) + 1 / (creator.whole - creator.saves + 0.5) + between / creator.notes


def odds(saves: float, whole: float) -> float:
    return math.log((saves + 0.5) / (whole - saves + 0.5))


def between_notes(notes: Sequence[Note], per: str) -> tuple[float, int]:
    """The variance of a note's log-odds beyond counting, from the beta-binomial of the account's own notes, and its degrees
    of freedom."""
    known = [(n.activity.get("saves"), n.activity.get(per)) for n in sorted(notes, key=lambda n: n.key)]
    pairs = [(s, m) for s, m in known if s is not None and m]
    prior = fit_prior(*(np.array(column, dtype=float) for column in zip(*pairs, strict=True))) if pairs else None
    if prior is None or len(pairs) < OWN_NOTES:
        return BETWEEN_NOTES**2, OWN_NOTES // 2
    between = 1 / (prior.mean * (1 - prior.mean) * (prior.strength + 1))
    return min(max(between, BETWEEN_NOTES**2), 1.0), len(pairs) - 1


def flagged(report: Report, flag: str) -> Iterator[Creator]:
    yield from sorted((c for c in report.creators if flag in c.flags), key=lambda c: (-(c.followers or 0), c.name))
