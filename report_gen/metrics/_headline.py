"""How a number becomes a `Headline`: its basis, its target, and for a rate its interval."""

from __future__ import annotations

from typing import Literal

from report_gen.history import MonthData, known
from report_gen.report import Headline, Number
from report_gen.statistics import rate_interval

Basis = Literal["daily", "snapshots"]


def headline(month: MonthData, metric: str, value: Number | None, basis: Basis | None) -> Headline:
    """The month's value beside its target. A partial month is held against no target: its value is not the month's."""
    target = month.config.target(metric, month.period.month)
    status: Literal["met", "missed"] | None = None
    if value is not None and target is not None and not month.period.partial:
        status = "met" if value >= target else "missed"
    return Headline(value=value, basis=basis if value is not None else None, target=target, status=status)


def basis_of(month: MonthData, *counters: str) -> Basis:
    """`daily` where the trends have every day for all of these counters, so that parts of a rate share one basis."""
    return "daily" if all(month.complete(counter) for counter in counters) else "snapshots"


def total(month: MonthData, counter: str, basis: Basis) -> int | None:
    """The account's total: the sum of its days, or of its notes' activities; None where no note's activity is known."""
    column = month.daily[counter] if basis == "daily" else month.notes[counter].dropna()
    return int(column.sum()) if len(column) else None


def rate(month: MonthData, metric: str, counter: str, per: str) -> Headline:
    """Σ counter ÷ Σ per on one basis. The interval comes from the notes, whatever the basis."""
    if per not in month.notes:  # reach: no export has it
        return headline(month, metric, None, None)
    basis = basis_of(month, counter, per)
    notes = known(month.notes, counter, per)
    parts, wholes = (month.daily if basis == "daily" else notes)[[counter, per]].sum()
    value = float(parts / wholes) if wholes > 0 else None
    interval = rate_interval(notes[counter].to_numpy(dtype=float), notes[per].to_numpy(dtype=float))
    return headline(month, metric, value, basis).model_copy(
        update={"interval": interval if value is not None else None}
    )
