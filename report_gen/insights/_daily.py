"""The account's days, over months, where the trends have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from report_gen.report import Report
from report_gen.statistics import Array

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Daily:
    """Days in a row with the values of two metrics."""

    days: tuple[dt.date, ...]
    followers: Array
    saves: Array


def daily(reports: Iterable[Report]) -> Daily:
    """The latest days without a gap that have both new followers and saves."""
    known = {
        day.date: (day.values["new_followers"], day.values["saves"])
        for report in reports
        for day in report.days
        if "new_followers" in day.values and "saves" in day.values
    }
    days: list[dt.date] = []
    while known and (day := days[-1] - DAY if days else max(known)) in known:
        days.append(day)
    days.reverse()
    columns = np.array([known[day] for day in days], dtype=float).reshape(-1, 2)
    return Daily(tuple(days), columns[:, 0], columns[:, 1])
