"""A sheet → its records: the header found by content, the columns by name, and only the rows that are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, TypeVar

from report_gen.readers import _cells
from report_gen.readers._sheets import Cell, Row, Sheet, column_letters, label, normalise, unit

T = TypeVar("T")
MENTIONED = 10  # unreadable cells of one column that are named one by one

_TOTAL = re.compile(r"(合计|总计|小计|汇总).*|全部|全部数据|grandtotal|subtotal|totals?")


@dataclass(frozen=True)
class Column:
    """A column by the canonical table's name for it and the names that exports give it, the usual one first."""

    name: str
    labels: tuple[str, ...]
    required: bool = True

    @cached_property
    def known(self) -> tuple[str, ...]:
        return tuple(map(label, self.labels))


@dataclass(frozen=True)
class Header:
    """Where a sheet's columns are: `places` by column name; `row` counts from 0. `missing` has the usual names."""

    row: int
    places: Mapping[str, int]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Dropped:
    """How many rows were no data, by reason."""

    banner: int = 0
    totals: int = 0
    section: int = 0


@dataclass(frozen=True)
class Records:
    """The data rows of a sheet, read a column at a time. What can't be read is collected in `problems`."""

    sheet: Sheet
    header: Header
    rows: Sequence[tuple[int, Row]]  # with their row numbers, from 1
    dropped: Dropped
    problems: list[str] = field(default_factory=list)

    def read(self, name: str, parse: Callable[[Cell], T], default: T) -> list[T]:
        """The column's values; `default` where a cell can't be read, and everywhere if the sheet lacks the column."""
        place = self.header.places.get(name)
        if place is None:
            return [default] * len(self.rows)
        values, unread = [], []
        for number, row in self.rows:
            try:
                values.append(parse(row[place]))
            except ValueError as reason:
                values.append(default)
                unread.append(f"{self._cell(number, place)}: {_cells.shown(row[place])} {reason}.")
        self.problems.extend(unread[:MENTIONED])
        if len(unread) > MENTIONED:
            more = len(unread) - MENTIONED
            self.problems.append(
                f"{self.sheet.place}, column {self._column(place)}: {more} more cells can't be read either."
            )
        return values

    def required(self, name: str, parse: Callable[[Cell], T], default: T, advice: str) -> list[T]:
        """Like `read`, but an empty cell is a problem too; `advice` says what to do about it."""

        def parse_filled(cell: Cell) -> T:
            if _cells.is_missing(cell):
                raise ValueError(f"stands where a value must be; {advice}")
            return parse(cell)

        return self.read(name, parse_filled, default)

    def where(self) -> dict[str, list[Any]]:
        """The columns in which a table keeps where its rows came from."""
        size = len(self.rows)
        return {"file": [self.sheet.file] * size, "sheet": [self.sheet.name] * size, "row": [n for n, _ in self.rows]}

    def columns(self) -> dict[str, str]:
        """Where each column stands, as a person finds it: `saves` → `I (收藏)`."""
        return {name: self._column(place) for name, place in self.header.places.items()}

    def column(self, *names: str) -> str:
        """Where the columns stand that make up one number, those that the sheet has: `N (博主报价) + O (服务费金额)`."""
        return " + ".join(self._column(self.header.places[name]) for name in names if name in self.header.places)

    def without_totals(self, name: str) -> Records:
        """Those rows whose cell in that column names no sum of others."""
        place = self.header.places[name]
        totals = [is_total(row[place]) for _, row in self.rows]
        kept = [row for row, total in zip(self.rows, totals, strict=True) if not total]
        return replace(self, rows=kept, dropped=replace(self.dropped, totals=self.dropped.totals + sum(totals)))

    def filled(self, *names: str) -> Records:
        """Those rows that have a value in one of these columns."""
        places = [self.header.places[name] for name in names if name in self.header.places]
        kept = [(n, row) for n, row in self.rows if not all(_cells.is_missing(row[place]) for place in places)]
        return replace(self, rows=kept)

    def unit(self, name: str) -> str:
        """The unit in the column's name; "" without one, or without the column."""
        place = self.header.places.get(name)
        return "" if place is None else unit(self._names[place])

    def _cell(self, number: int, place: int) -> str:
        return f"{self.sheet.place}, row {number}, column {self._column(place)}"

    def _column(self, place: int) -> str:
        return f"{column_letters(place)} ({_cells.text(self._names[place])})"

    @property
    def _names(self) -> Row:
        """The header's cells as people see them."""
        return self.sheet.header or self.sheet.rows[self.header.row]


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header:
    """The row among the first that has most of the columns; the upper one if two have the same number."""
    names = _names(tuple(columns))
    rows = [row for row, found in enumerate(sheet.places) if not names.isdisjoint(found)]
    candidates = [_header(row, sheet.places[row], columns) for row in rows] or [_header(0, {}, columns)]
    return min(candidates, key=lambda header: (len(header.missing), -len(header.places), header.row))


def records(sheet: Sheet, columns: Sequence[Column], key: str) -> Records:
    """The data rows of a sheet that has all required columns. `key` names the column that every record fills with a date."""
    header = find_header(sheet, columns)
    place = header.places[key]
    kept, totals = [], 0
    body = list(_first_section(sheet, header, place))
    for number, row in body:
        if _is_total(row, place):
            totals += 1
        else:
            kept.append((number, row))
    filled = sum(1 for row in sheet.rows[header.row + 1 :] if not is_blank(row))
    banner = sum(1 for row in sheet.rows[: header.row] if not is_blank(row))
    found = Records(sheet, header, kept, Dropped(banner, totals, filled - len(body)))
    found.problems.extend(_shape_problems(found, columns))
    return found


@cache
def _names(columns: tuple[Column, ...]) -> frozenset[str]:
    return frozenset(name for column in columns for name in column.known)


def _header(row: int, found: Mapping[str, int], columns: Sequence[Column]) -> Header:
    places = {}
    for column in columns:
        name = next((name for name in column.known if name in found), None)
        if name is not None:
            places[column.name] = found[name]
    missing = tuple(column.labels[0] for column in columns if column.required and column.name not in places)
    return Header(row, places, missing)


def _first_section(sheet: Sheet, header: Header, place: int) -> Iterator[tuple[int, Row]]:
    """The filled rows below the header, without repeated headers, up to where a blank row ends the table."""
    gap = False
    for index in range(header.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if is_blank(row):
            gap = True
        elif row == sheet.rows[header.row]:
            continue
        elif gap and _starts_section(row, place):
            return
        else:
            gap = False
            yield index + 1, row


def _starts_section(row: Row, place: int) -> bool:
    """After a blank row: a remark, or words where the records have a date. A bad date beside numbers is no new section."""
    first = next(cell for cell in row if not _cells.is_missing(cell))
    if isinstance(first, str) and first.lstrip().startswith("#"):
        return True
    return not any(_reads(_cells.number, cell) for cell in row) and not _reads(_cells.day, row[place])


def _reads(parse: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        parse(cell)
    except ValueError:
        return False
    return not _cells.is_missing(cell)


def is_blank(row: Row) -> bool:
    """Whether a row says nothing: no cell, or only dashes."""
    return all(map(_cells.is_missing, row))


def _is_total(row: Row, place: int) -> bool:
    """A total says so where the records have a date, or has nothing there and says so elsewhere. A note may be titled 合计."""
    if not isinstance(row[place], str):
        return False
    if not _cells.is_missing(row[place]):
        return is_total(row[place])
    return any(map(is_total, row))


def is_total(cell: Cell) -> bool:
    """Whether a cell names the sum of other rows."""
    return _TOTAL.fullmatch(normalise(cell)) is not None


def _shape_problems(found: Records, columns: Sequence[Column]) -> Iterator[str]:
    header, sheet = found.header, found.sheet
    labels = sheet.labels[header.row]
    for column in columns:
        place = header.places.get(column.name)
        if place is not None and labels.count(labels[place]) > 1:
            again = labels.index(labels[place], place + 1)
            yield (
                f"{sheet.place}, row {header.row + 1}: the column {_cells.text(sheet.rows[header.row][place])} is there twice, "
                f"in {column_letters(place)} and {column_letters(again)}. Keep one of them."
            )
    width = max((i for i, label in enumerate(labels) if label), default=0) + 1
    for number, row in found.rows if sheet.delimited else ():
        if not is_blank(row[width:]):
            yield (
                f"{sheet.place}, row {number}: there are more cells than columns in the header. A text that holds the "
                "delimiter must stand in quotation marks: save the file from a spreadsheet again."
            )
