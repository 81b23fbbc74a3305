"""Whether a rate moved beyond chance between any two months, from the notes of their Reports, and what may be said of it.

Sentences about a rate ask here, `claim` and `verdict`. True: it rose or fell. False: it is about the same, the difference
could be chance. None: nothing is known, so both numbers are given and nothing is claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import numpy as np

from report_gen.report import Headline, Note, Report
from report_gen.statistics import Array, Estimate, change, change_is_significant

_NOTE_RATES = {"saves_per_view": ("saves", "views"), "saves_per_impression": ("saves", "impressions")}
GroupKind = Literal["formats", "pillars", "traits"]
GROUP_KINDS: tuple[GroupKind, ...] = ("formats", "pillars", "traits")
OTHER = "Other"  # the group of the notes that no pillar holds
Member = Callable[[Note], bool]
Pair = tuple[tuple[Array, Array], tuple[Array, Array]]  # parts and wholes of this month and the other


def significance(now: Report, before: Report, metric: str) -> bool | None:
    """Whether the rate's change between two months is beyond chance, over the notes of both. None for what isn't a rate of
    notes, with too few notes, or against a first month, which has only its own."""
    if before.coverage.first_month or metric not in (rates := _rates(now)):
        return None
    notes = _activity(now, before, *rates[metric])
    found = change_is_significant(*notes)
    return False if found and _contradicted(now, before, metric, notes) else found


def estimate(now: Report, before: Report, metric: str) -> Estimate | None:
    """The change behind `significance`, over the notes of both months; None for what isn't a rate of notes."""
    rates = _rates(now)
    return change(*_activity(now, before, *rates[metric])) if metric in rates else None


def group_significance(now: Report, before: Report, kind: GroupKind, name: str) -> bool | None:
    """The same for the save rate of a format, a pillar or a trait, over the notes that each month counts to it."""
    if before.coverage.first_month or "save_rate" not in (rates := _rates(now)):
        return None
    return change_is_significant(*_activity(now, before, *rates["save_rate"], _belongs(kind, name)))


def basis_changed(headline: Headline) -> bool:
    """Whether one of a number and the one before it is counted by the daily trends, the other by the notes."""
    return _differ(headline.basis, headline.previous_basis)


def claim(rate: Headline) -> bool | None:
    """What a sentence may claim about a rate's change on the month before."""
    return None if rate.value is None or rate.previous is None or basis_changed(rate) else rate.significant


def verdict(now: Report, then: Report, metric: str) -> bool | None:
    """The same about its change since any other month."""
    one, other = now.headline.get(metric), then.headline.get(metric)
    if one is None or other is None or len(comparable((now, then), metric)) < 2:
        return None
    if _is_next(now, then):
        return claim(one)  # as the Report has it: an approved month keeps it
    return None if _differ(one.basis, other.basis) else significance(now, then, metric)


def comparable(reports: Iterable[Report], metric: str) -> tuple[Report, ...]:
    """The months that may be held against each other: whole ones with a value, and no first month that counts only the
    notes published in it."""
    return tuple(
        r for r in reports
        if (headline := r.headline.get(metric)) and headline.value is not None and not r.coverage.partial
        and not (r.coverage.first_month and headline.basis == "snapshots")
    )  # fmt: skip


def leads(now: Report, others: Sequence[Report], metric: str) -> bool:
    """Whether the month's rate is above that of every other, each time beyond chance. Not so where there is no other."""
    return all((now.value(metric) or 0) > (r.value(metric) or 0) for r in others) and _apart(now, others, metric)


def trails(now: Report, others: Sequence[Report], metric: str) -> bool:
    """Whether it is below that of every other, each time beyond chance."""
    return all((now.value(metric) or 0) < (r.value(metric) or 0) for r in others) and _apart(now, others, metric)


def _apart(now: Report, others: Sequence[Report], metric: str) -> bool:
    return bool(others) and all(verdict(now, report, metric) for report in others)


def _differ(basis: str | None, other: str | None) -> bool:
    return None not in (basis, other) and basis != other


def _is_next(now: Report, then: Report) -> bool:
    return (now.first_day - dt.timedelta(days=1)).strftime("%Y-%m") == then.month


def _contradicted(now: Report, before: Report, metric: str, notes: Pair) -> bool:
    """Whether the trends' totals, which the headline shows, moved the other way than the notes that are its evidence."""
    value, previous = now.value(metric), before.value(metric)
    if value is None or previous is None:
        return False
    return (value - previous) * (_rate(*notes[0]) - _rate(*notes[1])) < 0


def _rate(parts: Array, wholes: Array) -> float:
    known = np.isfinite(parts) & (wholes > 0)
    return float(parts[known].sum() / wholes[known].sum())


def _rates(report: Report) -> dict[str, tuple[str, str]]:
    per = report.rate_per
    rates = {**_NOTE_RATES, "save_rate": ("saves", per), "comment_rate": ("comments", per)}
    return {name: pair for name, pair in rates.items() if pair[1] != "reach"}


def _belongs(kind: GroupKind, name: str) -> Member:
    if kind == "formats":
        return lambda note: note.format == name
    if kind == "traits":
        return lambda note: name in note.traits
    return lambda note: (note.pillar or OTHER) == name


def _every(_: Note) -> bool:
    return True


def _activity(now: Report, before: Report, counter: str, per: str, member: Member = _every) -> Pair:
    """Counter and per of either month by note, in one order; NaN where a note is not in a month, or not a member there."""
    months = [{n.key: n.activity for n in report.notes if member(n)} for report in (now, before)]
    keys = sorted({*months[0], *months[1]})
    recent, earlier = ((_column(month, keys, counter), _column(month, keys, per)) for month in months)
    return recent, earlier


def _column(month: dict[str, dict[str, int | None]], keys: list[str], name: str) -> Array:
    return np.array([month.get(key, {}).get(name) for key in keys], dtype=float)
