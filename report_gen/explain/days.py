"""The account's days, as the trends have them."""

from __future__ import annotations

import datetime as dt

from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._trace import Trace, added

SECTIONS = ("days",)
DAY = "The day's value of the daily trends, from the latest export that has the day; of several accounts added up."


def trace(path: Path, month: Month) -> Trace:
    _, day, field, *rest = path
    if field == "date":
        return Trace("date", day, "A day that the trends have.")
    cells = month.day_cells(rest[0], dt.date.fromisoformat(day))
    return Trace(rest[0], added(cells), DAY, (), cells)
