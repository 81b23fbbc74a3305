"""The position of a keyword's note in the platform's search, as the agency looked it up: a row per reading."""

from __future__ import annotations

import datetime as dt

from report_gen.readers import _cells, _links
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading
from report_gen.readers._records import Column, find_header, records
from report_gen.readers._sheets import Sheet

KIND = "keyword_ranks"
LABEL = "keyword rank table (date, keyword, rank)"
COLUMNS = (
    Column("date", ("date", "日期", "day")),
    Column("keyword", ("keyword", "关键词", "搜索词", "search term")),
    Column("rank", ("rank", "排名", "位置", "position")),
    Column("note", ("note", "笔记", "笔记链接", "link"), required=False),
)

_NEVER = dt.date(2000, 1, 1)  # stands for a date that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    return list(find_header(sheet, COLUMNS).missing)


def read(sheet: Sheet, context: Context) -> Reading:
    """Its readings as `keyword_ranks`; several of one day stay several."""
    found = records(sheet, COLUMNS, key="date")
    columns: Columns = {
        "date": found.required("date", _cells.day, _NEVER, "write the day of the reading"),
        "keyword": found.required("keyword", _cells.text, "", "write the keyword that was looked for"),
        "rank": found.read("rank", _cells.rank, NOTHING),
        "note": [_links.note(cell) for cell in found.read("note", _cells.text, "")],
        **found.where(),
    }
    return Reading(
        {"keyword_ranks": columns}, len(found.rows), found.dropped, tuple(found.problems), places=found.columns()
    )
