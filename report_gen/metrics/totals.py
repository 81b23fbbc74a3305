"""The account's totals, and its days: saves and comments, and the context (impressions, views, likes, shares, followers)."""

from __future__ import annotations

import math

from report_gen.history import MonthData
from report_gen.metrics._headline import basis_of, headline, total
from report_gen.report import Day
from report_gen.tables import COUNTERS


def compute(month: MonthData) -> dict[str, object]:
    headlines = {}
    for counter in COUNTERS:
        basis = basis_of(month, counter)
        headlines[counter] = headline(month, counter, total(month, counter, basis), basis)
    return {"headline": headlines, "days": days(month)}


def days(month: MonthData) -> tuple[Day, ...]:
    """The days that the trends have, each with the metrics that it has."""
    table = month.daily.dropna(how="all")
    names = [str(name) for name in table.columns]
    rows = zip(table.index, table.to_numpy(dtype=float), strict=True)
    return tuple(
        Day(date=date.date(), values={n: int(v) for n, v in zip(names, row, strict=True) if not math.isnan(v)})
        for date, row in rows
    )
