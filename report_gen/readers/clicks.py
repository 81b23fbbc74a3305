"""Clicks on the way out: a row per day and destination, by the agency or a link tracker."""

from __future__ import annotations

import datetime as dt

from report_gen.readers import _cells, _links
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading
from report_gen.readers._records import Column, find_header, records
from report_gen.readers._sheets import Sheet

KIND = "clicks"
LABEL = "click table (date, destination, clicks)"
COLUMNS = (
    Column("date", ("date", "日期", "day", "click date", "clicked at", "timestamp", "点击日期")),
    # Where a tracker has both, the long address says where people went; the short one is only its name.
    Column("destination", (
        "destination", "去向", "long url", "long link", "destination url", "target url", "original url", "short link",
        "short url", "bitlink", "link", "url", "链接",
    )),
    Column("clicks", (
        "clicks", "点击量", "点击数", "点击", "点击次数", "engagements", "scans", "total clicks", "click count",
        "total engagements",
    )),
    Column("source", ("source", "来源"), required=False),
    Column("note", ("note", "笔记", "笔记链接", "note id", "笔记ID"), required=False),
)  # fmt: skip

_NEVER = dt.date(2000, 1, 1)  # stands for a date that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    return list(find_header(sheet, COLUMNS).missing)


def read(sheet: Sheet, context: Context) -> Reading:
    """Its rows as `clicks`, without those that sum up a day's destinations."""
    found = records(sheet, COLUMNS, key="date").without_totals("destination")
    columns: Columns = {
        "account": [context.account] * len(found.rows),
        "date": found.required("date", _cells.day_in(context.zone), _NEVER, "write the day of the clicks"),
        "destination": found.required("destination", _cells.text, "", "write where the clicks went"),
        "clicks": found.read("clicks", _cells.count, NOTHING),
        "source": found.read("source", _cells.text, ""),
        "note": [_links.note(cell) for cell in found.read("note", _cells.text, "")],
        **found.where(),
    }
    return Reading({"clicks": columns}, len(found.rows), found.dropped, tuple(found.problems), places=found.columns())
