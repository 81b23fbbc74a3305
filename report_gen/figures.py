"""`Figure` and `Listing`: what charts and tables are before they are drawn. Declared here, laid out by templates."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from report_gen import escape

if TYPE_CHECKING:
    import altair as alt

Cell = str | int | float | dt.date | None
# `effect`: a part of a rate’s change, a fraction, shown with its sign in hundredths of a point.
Kind = Literal["text", "count", "number", "rate", "share", "change", "points", "effect", "rank", "date", "month"]


@dataclass(frozen=True)
class Column:
    """`key` heads the CSV column and never changes; `label` is in the reader's language."""

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Raw values, one tuple per row, in the order of `columns`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def to_csv(self, labelled: bool = False) -> str:
        """For spreadsheets: UTF-8 with BOM is added on writing; rates stay fractions, text can't be a formula. The heads are
        the keys, which stay the same for programs, or `labelled`, as the language calls the columns."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.label if labelled else column.key for column in self.columns])
        writer.writerows([[_csv(cell) for cell in row] for row in self.rows])
        return out.getvalue()


@dataclass(frozen=True)
class Canvas:
    """What a chart is drawn on. Text is 13 px on all of them: a narrow chart has fewer ticks, not smaller letters."""

    name: Literal["wide", "beside", "half", "narrow", "paper", "micro"]
    width: int

    @property
    def is_narrow(self) -> bool:
        return self.width < 480


WIDE, BESIDE, HALF, NARROW, PAPER, MICRO = (
    Canvas("wide", 1104), Canvas("beside", 676), Canvas("half", 522), Canvas("narrow", 358), Canvas("paper", 855),
    Canvas("micro", 240),
)  # fmt: skip
# Half of the paper's width less the gap, at the scale of PAPER: two charts beside each other, their text as large as in
# a chart across the page.
PAPER_HALF = Canvas("paper", 407)


@dataclass(frozen=True)
class Figure:
    """A chart, declared: the finding as title, what is drawn, the same as words and as data, and how to draw it. `made_of` is
    a key of all that decides what is drawn; without it nobody knows before it is drawn."""

    title: str
    subtitle: str
    description: str
    table: Table
    draw: Callable[[Canvas], alt.Chart | alt.LayerChart | alt.VConcatChart | alt.HConcatChart | alt.FacetChart]
    note: str = ""
    made_of: str = ""


_WHOLE = 0.02  # of a scale's width: a strip that ends nearer to both its edges takes in all of it


@dataclass(frozen=True)
class Mark:
    """A picture inside a table cell, on the listing's scale: a dot with its interval strip, or a move from hollow to
    filled. Positions are fractions of the scale's width (0 left, 1 right); `label` says in words what only it shows."""

    at: float | None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    label: str = ""

    @property
    def is_unsure(self) -> bool:
        """Whether the interval takes in all of the scale, so that a strip of it would say nothing."""
        return self.at is not None and self.low is not None and self.low <= _WHOLE and (self.high or 0) >= 1 - _WHOLE

    @property
    def move(self) -> tuple[float, float] | None:
        """Left and right end of the line between the hollow and the filled dot."""
        if self.at is None or self.before is None:
            return None
        return min(self.at, self.before), max(self.at, self.before)


@dataclass(frozen=True)
class Line:
    """One row as it is shown: formatted text by column key, the sub-line under the first cell, an optional picture."""

    cells: dict[str, str]
    sub: str = ""
    mark: Mark | None = None
    bar: float | None = None  # 0 to 1, a bar beside the count in `Listing.bars`


@dataclass(frozen=True)
class Listing:
    """A table on a page. The lines are the first rows of `table`, in its order; the CSV has all rows and columns.

    `shown` names the columns that stand on the page; `key` is the bold figure; `extra` go first when the screen is
    narrow, `spare` next; `ticks` label the picture's scale as (position, text)."""

    title: str
    subtitle: str
    table: Table
    shown: tuple[Column, ...]
    lines: tuple[Line, ...]
    key: str = ""
    extra: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    goal: float | None = None  # where the dotted target line stands, as a fraction of the scale
    middle: float | None = None  # where the grey line stands, of what the rows are held beside
    mark_after: str = ""  # the picture stands after this column
    bars: str = ""  # the column whose count has a bar beside it
    note: str = ""
    on_paper: int | None = None  # lines in the PDF; None = all
    on_top: int | None = None  # lines that stand open on screen; None = all. The others are in a fold called `rest`
    rest: str = ""
    sorted_by: str = ""  # what the lines are sorted by, the greatest first, where the page's script can sort them
    # The columns by whose values it can filter, each with what stands between the values of a cell, "" if it holds one.
    filters: tuple[tuple[str, str], ...] = ()
    sub_repeats: bool = False  # the sub-lines say what columns have that a narrow screen leaves out
    quiet: bool = False  # context rather than a finding: small, its title a label
    folded: bool = False  # to look things up in: on screen its rows are in a fold

    def raw(self, line: int, key: str) -> Cell:
        """The value behind a shown cell, for sorting."""
        return self.table.rows[line][[column.key for column in self.table.columns].index(key)]

    def cut(self, medium: str) -> tuple[Line, ...]:
        """The lines that this medium shows in the open."""
        return self.lines[: self.on_paper if medium == "paper" else self.on_top]


def _csv(cell: Cell) -> Any:
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return "" if cell is None else escape.csv(cell) if isinstance(cell, str) else cell
