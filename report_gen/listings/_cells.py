"""Raw rows → lines as they are shown: what the listings share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from report_gen import escape
from report_gen.figures import Cell, Column, Line, Table
from report_gen.wording import Wording

Row = tuple[Cell, ...]
FEWEST_FOLDED = 4  # rows that are worth a fold


def shown(wording: Wording, column: Column, value: Cell) -> str:
    """The value as its column's kind is said in this language."""
    if value is None:
        return wording.rank(None) if column.kind == "rank" else wording.count(None)
    say = _SAY.get(column.kind)
    return say(wording, value) if say else escape.clean(str(value))


def rate(wording: Wording, value: float) -> str:
    """3.1%, and below one per cent 0.62%, as in the charts."""
    return wording.rate(value, 1 if abs(value) >= 0.00995 else 2)


def lines(wording: Wording, table: Table, count: int | None = None) -> list[Line]:
    """The first rows of the table as lines, every column formatted by its kind."""
    return [
        Line({column.key: shown(wording, column, value) for column, value in zip(table.columns, row, strict=True)})
        for row in table.rows[:count]
    ]


def pick(columns: Sequence[Column], *keys: str) -> tuple[Column, ...]:
    """The columns with these keys, in the order of the keys."""
    by_key = {column.key: column for column in columns}
    return tuple(by_key[key] for key in keys)


def on_top(count: int, most: int) -> int:
    """How many of so many rows stand open, if more than `most` are rather looked up than read."""
    return most if count >= most + FEWEST_FOLDED else count


def fraction(part: float | None, whole: float | None) -> float | None:
    """Σ ÷ Σ; none of nothing is no rate, not 0."""
    return part / whole if part is not None and whole else None


_SAY: dict[str, Callable[[Wording, Any], str]] = {
    "count": Wording.count,
    "number": Wording.number,
    "rate": rate,
    "share": Wording.share,
    "change": Wording.change,
    "points": Wording.points,
    "rank": Wording.rank,
    "date": Wording.day,
    "month": lambda wording, month: wording.month_short(month, year=True),
}
