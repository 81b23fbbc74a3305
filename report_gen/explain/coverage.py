"""Which days the numbers cover, and between which readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from report_gen.explain._month import Month, records
from report_gen.explain._paths import Path
from report_gen.explain._sums import rows
from report_gen.explain._trace import FaultError, Trace, Value

SECTIONS = ("coverage",)
NEAREST = (
    "The capture date of the note list nearest to the {end} of the month, at most {days} days away; on a tie the later. Of "
    "several accounts the {which}."
)
TREND_METRICS = (
    "impressions", "views", "likes", "comments", "saves", "shares", "new_followers", "lost_followers", "profile_visits",
)  # fmt: skip


def trace(path: Path, month: Month) -> Trace:
    name = path[1]
    fields: Mapping[str, Callable[[], Trace]] = {
        "opening": lambda: _opening(month),
        "closing": lambda: _closing(month),
        "daily_missing": lambda: _missing(month),
        "rank_days": lambda: _rank_days(month),
        "partial": lambda: _fact(name, month.period.partial, "Whether the exports end before the month does."),
        "first_month": lambda: _fact(name, month.data.first_month, "Whether an account has no note list from before."),
        "last_day": lambda: _fact(name, str(month.period.days[-1].date()), "The last day that the numbers cover."),
    }
    if name not in fields:
        raise FaultError(f"Nothing explains coverage.{name}.")
    return fields[name]()


def _opening(month: Month) -> Trace:
    days = [b.opening for b in month.data.boundaries if b.opening]
    if month.data.first_month or not days:
        return Trace("opening", None, "None: an account has no note list from before the month, which is its first.")
    window = month.config.capture_window_days
    return Trace("opening", str(max(days)), NEAREST.format(end="beginning", days=window, which="latest"), _lists(month))


def _closing(month: Month) -> Trace:
    day, window = min(b.closing for b in month.data.boundaries), month.config.capture_window_days
    return Trace("closing", str(day), NEAREST.format(end="end", days=window, which="earliest"), _lists(month))


def _lists(month: Month) -> tuple[Trace, ...]:
    """The note lists that there are around the month."""
    lists = month.tables.note_snapshots[["account", "captured_on", "file"]].drop_duplicates()
    window = pd.Timedelta(days=31)
    near = lists["captured_on"].between(
        pd.Timestamp(month.period.start) - window, pd.Timestamp(month.period.end) + window
    )
    return tuple(
        Trace(
            str(row["file"]),
            f"{row['captured_on']:%Y-%m-%d}",
            f"captured; account {row['account'] or '(the only one)'}",
        )
        for row in records(lists[near].sort_values("captured_on", kind="stable"))
    )


def _missing(month: Month) -> Trace:
    lacking = {metric: month.missing_days(metric) for metric in TREND_METRICS}
    days = sorted({day for missing in lacking.values() for day in missing})
    terms = tuple(
        Trace(metric, len(missing), "Days that the trends lack.") for metric, missing in lacking.items() if missing
    )
    return Trace("daily_missing", tuple(map(str, days)), "Days of which the trends lack any of their metrics.", terms)


def _rank_days(month: Month) -> Trace:
    first: dict[object, Mapping[str, object]] = {}
    for row in records(month.data.ranks):
        first.setdefault(row["date"], row)
    cells = (month.cell(row, "rank", f"{row['keyword']} {row['date']:%Y-%m-%d}") for row in first.values())
    return rows("rank_days", "Days with a reading of any keyword; of each day the first reading is listed.", cells)


def _fact(name: str, value: Value, formula: str) -> Trace:
    return Trace(name, value, formula)
