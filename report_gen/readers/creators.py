"""蒲公英 (cooperation with creators): what a collaboration's note cost and brought, cumulative to the day of the row's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from report_gen.readers import _cells, _links
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading, info
from report_gen.readers._records import Column, Records, find_header, records
from report_gen.readers._sheets import Cell, Row, Sheet, label
from report_gen.tables import Quality
from report_gen.wording import say_n

KIND = "creators"
LABEL = "creator export of 蒲公英 (笔记批量数据)"
COLUMNS = (
    Column("captured_at", ("数据更新日期", "数据更新时间", "captured at")),
    Column("creator", ("博主昵称", "creator")),
    Column("profile", ("博主主页链接", "creator link"), required=False),
    Column("followers", ("博主粉丝量", "博主粉丝数", "followers"), required=False),
    Column("title", ("笔记标题", "title"), required=False),
    Column("note", ("笔记id", "note id"), required=False),
    Column("link", ("笔记链接", "note link"), required=False),
    Column("format", ("笔记类型", "format"), required=False),
    Column("published_on", ("笔记发布日期", "笔记发布时间", "published on")),
    Column("quote", ("博主报价", "fee"), required=False),
    Column("service_fee", ("服务费金额", "服务费", "service fee"), required=False),
    Column("impressions", ("曝光量", "impressions")),
    Column("views", ("阅读量", "views")),
    Column("likes", ("点赞量", "likes"), required=False),
    Column("comments", ("评论量", "comments"), required=False),
    Column("saves", ("收藏量", "saves")),
    Column("shares", ("分享量", "shares"), required=False),
    Column("promoted_impressions", ("推广曝光量", "promoted impressions"), required=False),
    Column("boosted_impressions", ("加热曝光量", "boosted impressions"), required=False),
    Column("promoted_views", ("推广阅读量", "promoted views"), required=False),
    Column("boosted_views", ("加热阅读量", "boosted views"), required=False),
)
# Numbers of the table that the export has in parts.
SUMS = {
    "fee": ("quote", "service_fee"),
    "paid_impressions": ("promoted_impressions", "boosted_impressions"),
    "paid_views": ("promoted_views", "boosted_views"),
}
COUNTS = ("followers", "impressions", "views", "likes", "comments", "saves", "shares")

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # stands for a date that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    header = find_header(sheet, COLUMNS)
    return [*header.missing, *(() if {"note", "link"} & header.places.keys() else ("笔记id",))]


def read(sheet: Sheet, context: Context) -> Reading:
    """Its collaborations as `creator_snapshots`, those without a note left out: nothing is published yet."""
    whole = records(_told_apart(sheet), COLUMNS, key="captured_at")
    found = whole.filled("note", "link")
    size = len(found.rows)
    captured = found.required(
        "captured_at", _cells.captured_in(context.zone), _NEVER, "every row has its day: download the file again"
    )
    columns: Columns = {
        "account": [context.account] * size,
        "creator": found.required("creator", _cells.text, "", "every note has its creator: download the file again"),
        "creator_id": [_links.creator_id(link) for link in found.read("profile", _cells.text, "")],
        "note": _notes(found),
        "captured_at": captured,
        "captured_on": [moment.date() for moment in captured],
        "title": found.read("title", _cells.text, ""),
        "published_on": found.required(
            "published_on", _cells.day, _NEVER.date(), "every note has its day of publication"
        ),
        "format": found.read("format", _format, ""),
        **{name: found.read(name, _cells.count, NOTHING) for name in COUNTS},
        "fee": _fees(found),
        **{name: _added(found, SUMS[name]) for name in ("paid_impressions", "paid_views")},
        **found.where(),
    }
    quality = tuple(_unpublished(found, len(whole.rows) - size))
    return Reading(
        {"creator_snapshots": columns}, size, found.dropped, tuple(found.problems), quality, places=_places(found)
    )


def _told_apart(sheet: Sheet) -> Sheet:
    """The sheet where columns of one name are told apart by the group titles above the header, the first keeping the bare name:
    蒲公英 repeats names under the sources of traffic. Within one group they stay doubled, which is refused."""
    header = find_header(sheet, COLUMNS).row
    names = [label(cell) for cell in sheet.rows[header]]
    groups = _groups(sheet.rows[:header], len(names))
    first = {name: place for place, name in reversed(list(enumerate(names)))}
    cells = [
        f"{' '.join(groups[place])} {cell}" if name and groups[place] != groups[first[name]] else cell
        for place, (name, cell) in enumerate(zip(names, sheet.rows[header], strict=True))
    ]
    rows = [*sheet.rows[:header], cells, *sheet.rows[header + 1 :]]
    return Sheet(sheet.file, sheet.name, rows, sheet.delimited)


def _groups(above: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """The group titles above each column: a title holds until the next one of its row."""
    groups = [["" for _ in range(width)] for _ in above]
    for row, titles in zip(above, groups, strict=True):
        current = ""
        for place, cell in enumerate(row):
            current = label(cell) or current
            titles[place] = current
    return list(zip(*groups, strict=True)) or [()] * width


def _notes(found: Records) -> list[str]:
    ids, links = (found.read(name, _links.note_id, "") for name in ("note", "link"))
    return [own or link for own, link in zip(ids, links, strict=True)]


def _format(cell: Cell) -> str:
    return "" if _cells.is_missing(cell) else _cells.note_format(cell)


def _fees(found: Records) -> list[float]:
    """What a collaboration cost: without a service fee the quote alone, without a quote nobody knows."""
    quotes, services = (found.read(name, _cells.money, NOTHING) for name in SUMS["fee"])
    return [q + (0 if s != s else s) for q, s in zip(quotes, services, strict=True)]


def _added(found: Records, names: Sequence[str]) -> list[float]:
    """The sum of those that are there; NaN where none is."""
    parts = [found.read(name, _cells.count, NOTHING) for name in names]
    known = [[part for part in row if part == part] for row in zip(*parts, strict=True)]
    return [sum(row) if row else NOTHING for row in known]


def _places(found: Records) -> dict[str, str]:
    return {**found.columns(), **{name: place for name, of in SUMS.items() if (place := found.column(*of))}}


def _unpublished(found: Records, rows: int) -> list[Quality]:
    if not rows:
        return []
    message = say_n(
        "{n} collaboration without a note yet (neither 笔记id nor 笔记链接) left out.",
        "{n} collaborations without a note yet (neither 笔记id nor 笔记链接) left out.",
        rows,
    )
    return [info("creator_without_note", message, found.sheet.file)]
