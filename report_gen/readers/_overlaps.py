"""Exports overlap in time. Which of two values of the same day counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from report_gen.readers._capture import named_day
from report_gen.readers._reading import Columns, plural, warning
from report_gen.tables import Quality


def newest(days: Columns) -> tuple[Columns, list[Quality]]:
    """`account_daily` with one row per account, date and metric: the latest capture's. Sorted by these three."""
    captured, values, files = days["captured_at"], days["value"], days["file"]
    chosen: dict[tuple[Any, ...], int] = {}
    disputed: Counter[tuple[str, str]] = Counter()
    for row, key in enumerate(zip(days["account"], days["date"], days["metric"], strict=True)):
        before = chosen.setdefault(key, row)
        if captured[row] == captured[before] and values[row] != values[before]:
            disputed[files[before], files[row]] += 1
        if captured[row] >= captured[before]:
            chosen[key] = row
    return select(days, [chosen[key] for key in sorted(chosen)]), [_dispute(*pair, n) for pair, n in disputed.items()]


def clicks(rows: Columns) -> tuple[Columns, list[Quality]]:
    """`clicks` where each day of a destination comes from one file: of several the newest. Rows of one file all stay."""
    by_day: dict[tuple[Any, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, key in enumerate(zip(rows["account"], rows["destination"], rows["date"], strict=True)):
        by_day[key][rows["file"][row]].append(row)
    age = _ages(rows)
    kept: list[int] = []
    replaced: Counter[tuple[str, str]] = Counter()
    for files in by_day.values():
        best = max(files, key=lambda file: age[file])
        kept += files[best]
        for file, own in files.items():
            if _content(rows, own) != _content(rows, files[best]):
                replaced[file, best] += 1
    return select(rows, sorted(kept)), [_replacement(*pair, n) for pair, n in replaced.items()]


def select(rows: Columns, chosen: Sequence[int]) -> Columns:
    return {name: [values[row] for row in chosen] for name, values in rows.items()}


def _ages(rows: Columns) -> dict[str, tuple[dt.date, dt.date, str]]:
    """How new each file is: the date in its name, then its last day; the name only so that the order never is chance."""
    last: dict[str, dt.date] = {}
    for file, day in zip(rows["file"], rows["date"], strict=True):
        last[file] = max(day, last.get(file, day))
    return {file: (named_day(file) or dt.date.min, day, file) for file, day in last.items()}


def _content(rows: Columns, chosen: Sequence[int]) -> list[str]:
    """What rows say, in an order that does not matter; as text, since a missing number does not equal itself."""
    return sorted(repr([rows[name][row] for name in ("clicks", "source", "note")]) for row in chosen)


def _dispute(before: str, after: str, days: int) -> Quality:
    values = plural("{n} daily value", "{n} daily values", days)
    message = f"{after} and {before}, exported at the same time, differ in {values}; those of the first are used."
    return warning("daily_conflict", message, after)


def _replacement(old: str, new: str, days: int) -> Quality:
    where = plural("{n} day", "{n} days", days)
    message = f"{old} and {new} differ on {where} of a destination; those of the second, which is newer, are used."
    return warning("clicks_overlap", message, old)
