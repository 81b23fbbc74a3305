"""Tables → workbooks for spreadsheets: a table alone, and the whole month with a sheet for every table and chart.

They hold what the CSVs hold, typed: numbers with the format of their kind, days as days. Text is only ever text, so that
nothing out of an export becomes a formula or a link. The same inputs give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import xlsxwriter

from report_gen import escape, glossary, phrases
from report_gen.figures import Cell, Column, Figure, Listing, Table
from report_gen.listings import sources
from report_gen.parts import parts
from report_gen.story import Story
from report_gen.wording import Wording

LONGEST_NAME = 31  # of a sheet; spreadsheets take no longer one
LONGEST_TEXT = 32_767  # of a cell
NARROWEST, WIDEST = 8, 60  # columns, in letters
MEASURED = 200  # rows that say how wide a column is

_FORMATS = {
    "count": "#,##0", "number": "#,##0.0##", "rate": "0.00%", "share": "0.0%", "change": "+0.0%;-0.0%;0%",
    "points": "0.00%", "effect": "+0.000%;-0.000%;0%", "rank": "0.0", "date": "yyyy-mm-dd",
}  # fmt: skip
_WRAPPED = {"text_wrap": True, "valign": "top"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Sheet:
    """A table or a chart’s data, by the name of its part."""

    name: str
    part: Figure | Listing

    @property
    def table(self) -> Table:
        return self.part.table


def alone(story: Story, sheet: Sheet) -> bytes:
    """One table, its heads in the first row."""
    with _opened(story) as book:
        book.add(_names(story.wording, [sheet])[0], sheet.table)
    return book.written


def whole(story: Story, sheets: Sequence[Sheet]) -> bytes:
    """The month: first what it is and where it comes from, then each table."""
    w = story.wording
    about = w.text("About")
    names = _names(w, sheets, taken=(about,))
    with _opened(story) as book:
        _tell(book, about, story, list(zip(names, sheets, strict=True)))
        for name, sheet in zip(names, sheets, strict=True):
            book.add(name, sheet.table)
    return book.written


def title(story: Story) -> str:
    """What the month’s workbook is called."""
    w = story.wording
    return w.text("{client}, {month}", client=escape.clean(story.report.client.name), month=w.month(story.report.month))


# -- one workbook


@dataclass(frozen=True)
class _Book:
    """A workbook being written. XlsxWriter is asked to make nothing of text: each cell is written by its type."""

    file: io.BytesIO
    book: Any  # xlsxwriter has no types

    @property
    def written(self) -> bytes:
        return self.file.getvalue()

    @cached_property
    def formats(self) -> dict[str, Any]:
        kinds = {kind: self.book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        return kinds | {
            "head": self.book.add_format({"bold": True, "bottom": 1, **_WRAPPED}),
            "title": self.book.add_format({"bold": True, "font_size": 16}),
            "bold": self.book.add_format({"bold": True}),
            "prose": self.book.add_format(_WRAPPED),
        }

    def add(self, name: str, table: Table) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(table.columns):
            self._fill(sheet, place, column, [row[place] for row in table.rows])
        if table.rows and table.columns:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)

    def _fill(self, sheet: Any, place: int, column: Column, cells: list[Cell]) -> None:
        style = self.formats.get(column.kind)
        sheet.set_column(place, place, _width(column, cells))
        self.write(sheet, 0, place, column.label, self.formats["head"])
        for row, cell in enumerate(cells, start=1):
            self.write(sheet, row, place, cell, style)

    def write(self, sheet: Any, row: int, place: int, cell: Cell, style: Any = None) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, place, escape.cell(cell)[:LONGEST_TEXT], style)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, place, cell, self.formats["date"])
        elif cell is not None:
            sheet.write_number(row, place, cell, style)


@contextmanager
def _opened(story: Story) -> Iterator[_Book]:
    """Closed, and so written, at the end."""
    file = io.BytesIO()
    book = _Book(file, xlsxwriter.Workbook(file, {"in_memory": True}))
    coverage = story.report.coverage
    closed = dt.datetime.combine(coverage.closing or coverage.last_day, dt.time())  # not the clock's time: same bytes
    book.book.set_properties({"title": title(story), "author": story.look.agency, "created": closed})
    yield book
    book.book.close()


def _width(column: Column, cells: Sequence[Cell]) -> int:
    """In letters, a Chinese one counting two: it takes two bytes in GB 18030 as it takes two columns on a screen."""
    texts = [cell for cell in cells[:MEASURED] if isinstance(cell, str)]
    longest = max((len(text.encode("gb18030", "replace")) for text in (column.label, *texts)), default=0)
    return min(max(longest + 2, 12 if column.kind == "date" else NARROWEST), WIDEST)


# -- names of sheets


def _names(w: Wording, sheets: Sequence[Sheet], taken: Sequence[str] = ()) -> list[str]:
    """Each once, whatever its case, and such as spreadsheets take."""
    names: list[str] = []
    for sheet in sheets:
        names.append(_free(_allowed(_called(w, sheet.name)), {name.casefold() for name in (*taken, *names)}))
    return names


def _called(w: Wording, name: str) -> str:
    """By the part's own SHEET, else by the name of its file."""
    own = getattr(parts("charts").get(name) or parts("listings").get(name), "SHEET", "")
    return w.text(own) if own else name.replace("_", " ").capitalize()


def _allowed(name: str) -> str:
    return _FORBIDDEN.sub(" ", name)[:LONGEST_NAME].strip()


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free.casefold() in taken:
        end = f" {number}"
        free, number = name[: LONGEST_NAME - len(end)] + end, number + 1
    return free


# -- the first sheet


def _tell(book: _Book, name: str, story: Story, sheets: Sequence[tuple[str, Sheet]]) -> None:
    sheet, formats = book.book.add_worksheet(name), book.formats
    for place, width in enumerate((30, 64, 64, 10)):
        sheet.set_column(place, place, width)
    book.write(sheet, 0, 0, title(story), formats["title"])
    for row, text in enumerate(_facts(story), start=1):
        book.write(sheet, row, 0, text)
    row = 2 + len(_facts(story))
    row = _told(book, sheet, row, _contents(story.wording, sheets))
    for place, (target, _) in enumerate(sheets, start=row - len(sheets)):
        sheet.write_url(place, 0, f"internal:'{target}'!A1", string=target)
    _told(book, sheet, row + 1, _definitions(story))


def _told(book: _Book, sheet: Any, row: int, rows: Sequence[Sequence[Cell]]) -> int:
    """Writes rows, the first of them as heads; the row after them."""
    for place, cells in enumerate(rows, start=row):
        for column, cell in enumerate(cells):
            book.write(sheet, place, column, cell, book.formats["bold" if place == row else "prose"])
    return row + len(rows)


def _facts(story: Story) -> list[str]:
    """What the workbook is, for whom, of which days, from which files."""
    w, client = story.wording, escape.clean(story.report.client.name)
    read = sources.listing(story)
    agency = escape.clean(story.look.agency)
    told = [
        w.text("{agency}. For {client} only.", agency=agency, client=client)
        if agency
        else w.text("For {client} only.", client=client),
        w.text("Month: {days}.", days=phrases.dates(story)),
        w.sentence(read.title) if read else "",
        w.text(
            "Every table and chart of the report, with all rows. Rates are fractions, shown as per cent, not rounded."
        ),
    ]
    return [text for text in told if text]


def _contents(w: Wording, sheets: Sequence[tuple[str, Sheet]]) -> list[tuple[Cell, ...]]:
    heads = (w.text("Sheet"), w.text("What it says"), w.text("What it holds"), w.text("Rows"))
    return [heads, *((name, s.part.title, s.part.subtitle, len(s.table.rows)) for name, s in sheets)]


def _definitions(story: Story) -> list[tuple[Cell, ...]]:
    terms = glossary.terms(story)
    return [(story.wording.text("What the words mean"),), *((term.name, term.meaning) for term in terms)]
