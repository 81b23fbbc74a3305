"""`Month`: the rows that a month's numbers were made of, one by one, with where each was read.

Which rows belong to the month is `history`'s to say; what they add up to is worked out here a second time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from report_gen.config import ClientConfig
from report_gen.explain._trace import Cell, plain
from report_gen.history import MonthData, Period, month_data
from report_gen.report import Report
from report_gen.story import months_back
from report_gen.tables import Tables

Row = Mapping[str, Any]
EVERGREEN_DAYS = 30


@dataclass(frozen=True, eq=False)
class NoteRows:
    """A note of the month and its rows of the note lists, oldest first. `opening` and `closing`: the readings at the
    month's ends, None where it is in neither; `from_zero`: it had nothing yet when the month (or the opening list) began;
    `below_cap`: the list that lacks it is cut off at the platform's cap."""

    key: str
    title: str
    format: str
    pillar: str | None
    traits: tuple[str, ...]
    is_evergreen: bool
    rows: tuple[Row, ...]
    opening: Row | None
    closing: Row | None
    from_zero: bool
    below_cap: bool

    @property
    def label(self) -> str:
        return f"“{self.title}” {self.key[:16].replace('T', ' ')}" if self.title else self.key[:16].replace("T", " ")


@dataclass(frozen=True, eq=False)
class Month:
    """A month's material. `report` is None while it is being computed; `archive` knows the months before it."""

    tables: Tables
    config: ClientConfig
    period: Period
    report: Report | None = None
    archive: Archive | None = None
    kept: dict[str, Any] = field(default_factory=dict)  # what is worked out once for many numbers

    @classmethod
    def of(cls, data: MonthData, tables: Tables) -> Month:
        """The month that is being computed from these data."""
        month = cls(tables, data.config, data.period)
        month.__dict__["data"] = data
        return month

    @cached_property
    def data(self) -> MonthData:
        """Raises CoverageError for an approved month whose exports are gone."""
        return month_data(self.tables, self.config, self.period)

    @property
    def is_approved(self) -> bool:
        return self.archive is not None and self.period.month in self.archive.approved

    @property
    def per(self) -> str:
        return self.config.save_rate.per

    @property
    def told(self) -> Report:
        """The Report, where there must be one."""
        assert self.report is not None
        return self.report

    @cached_property
    def notes(self) -> tuple[NoteRows, ...]:
        """In the Report's order."""
        frame = self.data.notes.reset_index()[
            ["note", "account", "title", "format", "pillar", "traits", "published_at", "below_cap"]
        ]
        return tuple(self._note(note) for note in records(frame))

    def cell(self, row: Row, name: str, of: str, sign: int = 1) -> Cell:
        """The row's cell in that column of the canonical table."""
        places = self.tables.places.get((row["file"], row["sheet"]), {})
        captured = row.get("captured_at")
        day = captured.date() if captured is not None and captured is not pd.NaT else None
        value = row[name]
        number = plain(value) if isinstance(value, float) else value
        # Some exports have a column per destination: those of clicks to one of them stand in its own.
        place = places.get(f"{name} to {row.get('destination')}") or places.get(name, name)
        return Cell(row["file"], row["sheet"], int(row["row"]), place, number, of, day, sign)

    # -- notes

    def ends(self, note: NoteRows, counter: str) -> tuple[Cell, ...] | None:
        """The cells that the note's month is the difference of; None where one that is needed is missing."""
        known: dict[tuple[NoteRows, str], tuple[Cell, ...] | None] = self.kept.setdefault("ends", {})
        if (note, counter) not in known:
            known[note, counter] = self._ends(note, counter)
        return known[note, counter]

    def _ends(self, note: NoteRows, counter: str) -> tuple[Cell, ...] | None:
        if note.closing is None or (note.opening is None and not note.from_zero):
            return None
        cells = [self.cell(note.closing, counter, note.label)]
        if not note.from_zero and note.opening is not None:
            cells.append(self.cell(note.opening, counter, note.label, -1))
        return None if any(cell.value is None for cell in cells) else tuple(cells)

    def latest(self, note: NoteRows, counter: str) -> Cell | None:
        """The last reading up to the month's end; None where its cell is blank."""
        cell = self.cell(note.rows[-1], counter, note.label)
        return cell if cell.value is not None else None

    @cached_property
    def _note_rows(self) -> dict[tuple[str, str], list[Row]]:
        """The note lists' rows between the two readings, oldest first, by account and note."""
        snapshots = self.data.snapshots
        found: dict[tuple[str, str], list[Row]] = {}
        for bound in self.data.boundaries:
            first = pd.Timestamp(bound.opening or self.period.start)
            days = snapshots["captured_on"]
            inside = (snapshots["account"] == bound.account) & (days >= first) & (days <= pd.Timestamp(bound.closing))
            for row in records(snapshots[inside].sort_values("captured_on", kind="stable")):
                found.setdefault((row["account"], row["note"]), []).append(row)
        return found

    def _note(self, note: Row) -> NoteRows:
        account, published, start = note["account"], note["published_at"], self.period.start
        rows = tuple(self._note_rows[account, note["note"]])
        bound = next(b for b in self.data.boundaries if b.account == account)
        opening, closing = (_row_of(rows, day) for day in (bound.opening, bound.closing))
        is_new = published >= pd.Timestamp(start, tz=published.tz)
        is_newer = opening is None and published.date() >= (bound.opening or start)
        return NoteRows(
            key=note["note"],
            title=note["title"],
            format=note["format"],
            pillar=note["pillar"] if isinstance(note["pillar"], str) else None,
            traits=tuple(note["traits"]),
            is_evergreen=published < pd.Timestamp(start - dt.timedelta(days=EVERGREEN_DAYS), tz=published.tz),
            rows=rows,
            opening=opening,
            closing=closing,
            from_zero=is_new or is_newer,
            below_cap=bool(note["below_cap"]),
        )

    # -- days

    @cached_property
    def _days(self) -> dict[str, list[Row]]:
        trends = self.tables.account_daily
        first, end = pd.Timestamp(self.period.start), pd.Timestamp(self.period.end)
        rows: dict[str, list[Row]] = {}
        for row in records(trends[(trends["date"] >= first) & (trends["date"] < end)]):
            rows.setdefault(row["metric"], []).append(row)
        return rows

    @cached_property
    def accounts(self) -> frozenset[str]:
        """Those that a day must have a value of to be whole."""
        seen = {row["account"] for rows in self._days.values() for row in rows}
        return frozenset({b.account for b in self.data.boundaries} | seen)

    def day_cells(self, metric: str, day: dt.date | None = None) -> tuple[Cell, ...]:
        """The daily trends' cells of the month, or of one day of it."""
        rows = [r for r in self._days.get(metric, ()) if day is None or r["date"].date() == day]
        return tuple(self.cell(row, "value", f"{row['account']} {row['date']:%Y-%m-%d}".strip()) for row in rows)

    def missing_days(self, metric: str) -> list[dt.date]:
        """Days of the month that an account has no value of."""
        known: dict[str, list[dt.date]] = self.kept.setdefault("missing days", {})
        if metric not in known:
            by_day = grouped(self._days.get(metric, ()), lambda row: row["date"].date())
            seen = {day: frozenset(row["account"] for row in rows) for day, rows in by_day.items()}
            known[metric] = [
                day.date() for day in self.period.days if seen.get(day.date(), frozenset()) != self.accounts
            ]
        return known[metric]

    def basis(self, *metrics: str) -> str:
        """`daily` where the trends have every day of every account for all of these."""
        return "snapshots" if any(self.missing_days(metric) for metric in metrics) else "daily"

    # -- other months

    def earlier(self, months: int) -> Month | None:
        """The month so many before this one, if there is a Report of it."""
        return self.archive.month(months_back(self.period.month, months)) if self.archive else None

    @property
    def before(self) -> Month | None:
        """The month before, if the two may be held against each other: both have a Report, and neither is partial."""
        found = self.earlier(1)
        return None if found is None or found.told.coverage.partial or self.told.coverage.partial else found


@dataclass(frozen=True, eq=False)
class Archive:
    """A client's months. `approved`: those whose Reports are frozen, so that today's exports may say something else."""

    tables: Tables
    config: ClientConfig
    reports: tuple[Report, ...]
    approved: frozenset[str] = frozenset()
    _months: dict[str, Month] = field(default_factory=dict)

    def month(self, name: str) -> Month | None:
        report = next((r for r in self.reports if r.month == name), None)
        if report is not None and name not in self._months:
            self._months[name] = Month(self.tables, self.config, _period(report), report, self)
        return self._months.get(name)


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows as maps, by column."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def runs(numbers: Iterable[int]) -> str:
    """3–40, 44"""
    told: list[list[int]] = []
    for number in sorted(set(numbers)):
        if told and number == told[-1][-1] + 1:
            told[-1][1:] = [number]
        else:
            told.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in told)


def named(labels: Iterable[str], most: int = 3) -> str:
    """The first few, and how many more: “a, b, c and 4 more”."""
    every = list(labels)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _row_of(rows: Iterable[Row], day: dt.date | None) -> Row | None:
    return next((row for row in rows if row["captured_on"].date() == day), None)


def _period(report: Report) -> Period:
    end = report.coverage.last_day + dt.timedelta(days=1)
    return Period(report.month, report.first_day, end, report.coverage.partial)
