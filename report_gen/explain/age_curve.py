"""Saves by age: each note's readings on either side of that age, and the middle of the notes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from statistics import median, quantiles

from report_gen.explain._explain import report_data
from report_gen.explain._month import Month, Row, grouped, records
from report_gen.explain._paths import Path, at
from report_gen.explain._trace import Cell, FaultError, Trace, unknown
from report_gen.story import months_back

SECTIONS = ("age_curve",)
FEWEST, WIDEST, MONTHS = 5, 35, 6
AT_AGE = (
    "Between its readings on either side of that age, at most 35 days apart, along ln(1 + days); 0 when it came out."
)
OWN = "notes published in the month that were that old at the closing reading"
EARLIER = "notes published in the six months before that were that old at the closing reading"


def trace(path: Path, month: Month) -> Trace:
    _, days, field = path
    age = int(days)
    fields: Mapping[str, Callable[[], Trace]] = {
        "days": lambda: Trace("days", at(report_data(month), path), "Days since publication."),
        "saves": lambda: _middle("saves", f"The median of {OWN}.", _own(month, age)),
        "notes": lambda: _count("notes", OWN, _own(month, age)),
        "above": lambda: _above(_own(month, age), _before(month, age)),
        "usual": lambda: _middle("usual", f"The median of {EARLIER}.", _before(month, age)),
        "low": lambda: _quarter("low", 0, _before(month, age)),
        "high": lambda: _quarter("high", 2, _before(month, age)),
        "usual_notes": lambda: _count("usual_notes", EARLIER, _before(month, age)),
    }
    if field not in fields:
        raise FaultError(f"Nothing explains age_curve.{days}.{field}.")
    return fields[field]()


def _middle(name: str, formula: str, notes: tuple[Trace, ...]) -> Trace:
    if len(notes) < FEWEST:
        return unknown(name, f"None below {FEWEST} notes of that age.", *notes)
    return Trace(name, median(note.number for note in notes), formula, notes)


def _count(name: str, what: str, notes: tuple[Trace, ...]) -> Trace:
    return Trace(name, len(notes), f"How many {what}.", notes)


def _above(own: tuple[Trace, ...], before: tuple[Trace, ...]) -> Trace:
    usual = _middle("usual", f"The median of {EARLIER}.", before)
    if usual.value is None:
        return unknown("above", "None without a usual.", usual)
    more = sum(note.number > usual.number for note in own)
    return Trace("above", more, "How many of the month's notes have more than is usual at that age.", (usual, *own))


def _quarter(name: str, which: int, notes: tuple[Trace, ...]) -> Trace:
    if len(notes) < FEWEST:
        return unknown(name, f"None below {FEWEST} notes of that age.", *notes)
    cut = quantiles((note.number for note in notes), n=4, method="inclusive")[which]
    return Trace(name, cut, f"The {('first', '', 'third')[which]} quartile of {EARLIER}.", notes)


# -- notes at an age


def _own(month: Month, age: int) -> tuple[Trace, ...]:
    return _of_span(month, age, month.period.start, month.period.end)


def _before(month: Month, age: int) -> tuple[Trace, ...]:
    first = dt.date.fromisoformat(f"{months_back(month.period.month, MONTHS)}-01")
    return _of_span(month, age, first, month.period.start)


def _of_span(month: Month, age: int, first: dt.date, end: dt.date) -> tuple[Trace, ...]:
    """The saves at that age of each note published from `first` to before `end`, where readings are near enough."""
    kept: dict[tuple[int, dt.date], tuple[Trace, ...]] = month.kept.setdefault("age curve", {})
    if (age, first) not in kept:
        own = [rows for rows in _readings(month) if first <= rows[0]["published_at"].date() < end]
        kept[age, first] = tuple(_at_age(month, rows, age) for rows in own if _around(rows, age))
    return kept[age, first]


def _readings(month: Month) -> list[list[Row]]:
    """Each note's readings of saves from its publication up to the closing one, oldest first."""
    if "note readings" not in month.kept:
        closing = {bound.account: bound.closing for bound in month.data.boundaries}
        rows = [row for row in records(month.data.snapshots) if _counts(row, closing)]
        rows.sort(key=lambda row: row["captured_on"])
        month.kept["note readings"] = list(grouped(rows, lambda row: (row["account"], row["note"])).values())
    found: list[list[Row]] = month.kept["note readings"]
    return found


def _counts(row: Row, closing: Mapping[str, dt.date]) -> bool:
    known = row["account"] in closing and not math.isnan(row["saves"])
    return known and row["captured_on"].date() <= closing[row["account"]] and _age(row) >= 0


def _age(row: Row) -> float:
    """The note's age at that reading, taken at the start of its day, by the clock."""
    elapsed: dt.timedelta = row["captured_on"] - row["published_at"].replace(tzinfo=None)
    return elapsed / dt.timedelta(days=1)


def _around(rows: list[Row], age: int) -> tuple[Row | None, Row] | None:
    """The readings before and after that age; None for the first where that is the publication itself."""
    place = next((n for n, row in enumerate(rows) if _age(row) >= age), None)
    if place is None:
        return None
    low, high = rows[place - 1] if place else None, rows[place]
    return (low, high) if _age(high) - (_age(low) if low else 0) <= WIDEST else None


def _at_age(month: Month, rows: list[Row], age: int) -> Trace:
    around = _around(rows, age)
    assert around
    low, high = around
    then, since = (_age(low), low["saves"]) if low else (0.0, 0.0)
    part = (
        (math.log1p(age) - math.log1p(then)) / (math.log1p(_age(high)) - math.log1p(then)) if _age(high) > then else 1
    )
    return Trace(_name(high), since + (high["saves"] - since) * part, AT_AGE, (), tuple(_cells(month, low, high)))


def _cells(month: Month, *rows: Row | None) -> Iterator[Cell]:
    return (month.cell(row, "saves", _name(row)) for row in rows if row)


def _name(row: Row) -> str:
    time = f"{row['published_at']:%Y-%m-%d %H:%M}"
    return f"“{row['title']}” {time}" if row["title"] else time
