"""What a file holds, whatever its format: sheets of raw cells."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Cell = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta  # an empty cell is ""
Row = Sequence[Cell]
HEADER_WITHIN = 20

_UNIT = re.compile(r"(?<=.)\(([^()]*)\)$")
_INVISIBLE = re.compile(r"[\s_\u200b\u200c\u200d\u2060\ufeff]")


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, from A1 on, all rows equally long. A CSV is one sheet without a name. `header` is the header row as
    people see it, where `rows` has it under other names."""

    file: str
    name: str
    rows: Sequence[Row]
    delimited: bool = False
    header: Row = ()

    @cached_property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The rows that may be the header, as column names."""
        return tuple(tuple(label(cell) for cell in row) for row in self.rows[:HEADER_WITHIN])

    @cached_property
    def places(self) -> tuple[dict[str, int], ...]:
        """The same rows, as each name's first place."""
        return tuple({name: len(row) - i for i, name in enumerate(reversed(row), start=1)} for row in self.labels)

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file


@dataclass(frozen=True)
class Book:
    """A file's sheets. `created` is the moment of export where the platform wrote it into the file, else None."""

    sheets: tuple[Sheet, ...]
    created: dt.datetime | None = None
    hidden: tuple[str, ...] = ()


def normalise(cell: Cell) -> str:
    """A column's name without what differs between versions: width, case, spaces, underscores, BOM; not text: empty."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", cell)).casefold() if isinstance(cell, str) else ""


def label(cell: Cell) -> str:
    """A column's normalised name without the unit in brackets behind it."""
    return _UNIT.sub("", normalise(cell))


def unit(cell: Cell) -> str:
    """The unit in the brackets of a column's name: `封面点击率（%）` → %"""
    match = _UNIT.search(normalise(cell))
    return match[1] if match else ""


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA, as a spreadsheet shows them."""
    index, last = divmod(index, 26)
    return (column_letters(index - 1) if index else "") + chr(65 + last)
