"""Landing pages by Google Analytics: visits to a website by the page they began on, summed over the export's period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from report_gen.errors import ExportError
from report_gen.readers import _cells
from report_gen.readers._capture import dates
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading
from report_gen.readers._records import Column, Records, find_header, records
from report_gen.readers._sheets import Cell, Sheet

KIND = "landing_pages"
LABEL = "landing pages of Google Analytics (Landing page, Sessions)"
COLUMNS = (
    Column("destination", (
        "Landing page", "Landing page + query string", "Landing page path", "着陆页", "着陆页 + 查询字符串",
    )),
    Column("clicks", ("Sessions", "会话数", "会话")),
    Column("date", ("Date", "日期"), required=False),
    Column("nth_day", ("Nth day", "第 N 天"), required=False),
)  # fmt: skip
SOURCE = "Google Analytics"
NOT_SET = "(not set)"

_NEVER = dt.date(2000, 1, 1)  # stands for a date that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    return list(find_header(sheet, COLUMNS).missing)


def read(sheet: Sheet, context: Context) -> Reading:
    """Its rows as `clicks`: of a day where the export is split by day, else of its whole period."""
    found = records(sheet, COLUMNS, key="destination")
    size = len(found.rows)
    first, last = _days(found, context)
    columns: Columns = {
        "account": [context.account] * size,
        "destination": found.read("destination", _page, ""),
        "date": first,
        "until": last,
        "clicks": found.read("clicks", _cells.count, NOTHING),
        "source": [SOURCE] * size,
        "note": [""] * size,
        **found.where(),
    }
    return Reading({"clicks": columns}, size, found.dropped, tuple(found.problems), places=found.columns())


def _page(cell: Cell) -> str:
    """The address without its query, which differs with every campaign. Visits that began on no page are not set."""
    page = _cells.text(cell)  # “/” is the front page, though elsewhere a mark for nothing
    return (re.sub(r"[?#].*", "", page) or "/") if page else NOT_SET


def _days(found: Records, context: Context) -> tuple[list[dt.date], list[dt.date]]:
    """The first and last day of each row."""
    if "date" in found.header.places:
        days = found.required("date", _cells.day, _NEVER, "every row has its day: download the file again")
        return days, days
    first, last = _preamble(found) or context.period()
    if "nth_day" in found.header.places:
        days = found.required("nth_day", _nth_day(first, last), first, "every row has its day: download the file again")
        return days, days
    return [first] * len(found.rows), [last] * len(found.rows)


def _preamble(found: Records) -> tuple[dt.date, dt.date] | None:
    """The period in the remarks above the table: a start and an end date, or both in one line."""
    lines = [" ".join(_cells.text(cell) for cell in row) for row in found.sheet.rows[: found.header.row]]
    named = [(line, days) for line in lines if (days := list(dates(line)))]
    both = [sorted(days) for line, days in named if len(days) == 2]
    starts = [days[0] for line, days in named if re.search(r"start\s*date|开始日期", line, re.IGNORECASE)]
    ends = [days[0] for line, days in named if re.search(r"end\s*date|结束日期", line, re.IGNORECASE)]
    if not (starts and ends):
        return (both[0][0], both[0][1]) if both else None
    if ends[0] < starts[0]:
        raise ExportError(
            f"{found.sheet.place}: its period ends on {ends[0]}, before it starts on {starts[0]}. Download it again."
        )
    return starts[0], ends[0]


def _nth_day(first: dt.date, last: dt.date) -> Callable[[Cell], dt.date]:
    """Days counted from the export's first, which is 0."""

    def parse(cell: Cell) -> dt.date:
        day = first + dt.timedelta(days=min(_cells.count(cell), 100_000))
        if day > last:
            raise ValueError(f"is a day after the export's last, {last}. Download the file again")
        return day

    return parse
