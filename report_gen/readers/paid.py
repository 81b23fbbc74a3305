"""聚光 (paid): what advertising cost and brought per day, by note, creative or keyword. The user picks the columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from report_gen.readers import _cells, _links
from report_gen.readers._capture import dates
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading
from report_gen.readers._records import Column, Records, find_header, records
from report_gen.readers._sheets import Cell, Sheet, normalise
from report_gen.tables import PAID_METRICS

KIND = "paid"
LABEL = "advertising report of 聚光 (…-投放数据)"
COLUMNS = (
    Column("date", ("时间", "日期", "date")),
    Column("spend", ("消费", "消费金额", "花费", "spend", "cost")),
    Column("note", ("笔记/素材ID", "笔记ID", "素材ID", "note id"), required=False),
    Column("link", ("笔记/素材链接", "笔记链接", "素材链接", "note link"), required=False),
    Column("creative", ("创意ID", "creative id"), required=False),
    Column("creative_name", ("创意名称", "创意", "creative"), required=False),
    Column("keyword", ("关键词", "keyword"), required=False),
    Column("impressions", ("展现量", "展现", "展示量", "曝光量", "impressions"), required=False),
    Column("clicks", ("点击量", "点击", "clicks"), required=False),
    Column("likes", ("点赞", "点赞量", "likes"), required=False),
    Column("comments", ("评论", "评论量", "comments"), required=False),
    Column("saves", ("收藏", "收藏量", "saves"), required=False),
    Column("shares", ("分享", "分享量", "shares"), required=False),
    Column("new_followers", ("关注", "关注量", "新增关注", "new followers"), required=False),
)
# A report's level by the column that only it has, the finest first: creatives and keywords may name their note too.
LEVELS = {"keyword": ("keyword",), "creative": ("creative", "creative_name"), "note": ("note", "link")}

_NEVER = dt.date(2000, 1, 1)  # stands for a date that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    header = find_header(sheet, COLUMNS)
    identified = any(name in header.places for names in LEVELS.values() for name in names)
    return [*header.missing, *(() if identified else ("笔记ID, 创意ID or 关键词",))]


def read(sheet: Sheet, context: Context) -> Reading:
    """Its rows as `paid_daily`, without the row that sums them up. Rows of one day and entity stay apart: they add up."""
    found = _without_sums(records(sheet, COLUMNS, key="date"))
    summed = _summed_up(found)
    if summed:
        return Reading({}, 0, found.dropped, (summed,))
    level, entities = _entities(found)
    columns: Columns = {
        "account": [context.account] * len(found.rows),
        "level": [level] * len(found.rows),
        "entity": entities,
        "name": found.read("creative_name", _cells.text, ""),
        "note": _notes(found),
        "date": found.required("date", _cells.day, _NEVER, "every row has its day: export the report by day (分天)"),
        "spend": found.read("spend", _cells.money, NOTHING),
        **{name: found.read(name, _cells.count, NOTHING) for name in PAID_METRICS if name != "spend"},
        **found.where(),
    }
    return Reading(
        {"paid_daily": columns}, len(found.rows), found.dropped, tuple(found.problems), places=found.columns()
    )


def _without_sums(found: Records) -> Records:
    """Those rows that are no sum of others: one over several days without an id is, where single days stand beside it."""
    place = found.header.places["date"]
    ids = [found.header.places[name] for names in LEVELS.values() for name in names if name in found.header.places]
    sums = [_names_several_days(row[place]) and all(_cells.is_missing(row[i]) for i in ids) for _, row in found.rows]
    if all(sums):
        return found
    kept = [row for row, is_sum in zip(found.rows, sums, strict=True) if not is_sum]
    return replace(found, rows=kept, dropped=replace(found.dropped, totals=found.dropped.totals + sum(sums)))


def _summed_up(found: Records) -> str | None:
    """Why a report that was exported without a split by day can't be used: its rows are sums of several days."""
    place, sheet = found.header.places["date"], found.sheet
    several = [(number, row[place]) for number, row in found.rows if _names_several_days(row[place])]
    if not found.rows:  # a row 全部 beside days is a total, but alone it is all that there is
        below = [(n, row[place]) for n, row in enumerate(sheet.rows, start=1) if n > found.header.row + 1]
        several = [(number, cell) for number, cell in below if normalise(cell).startswith("全部")]
    if not several:
        return None
    row, cell = several[0]
    return (
        f"{sheet.place}, row {row}, column {found.column('date')}: {_cells.shown(cell)} sums up several days, so no month can be "
        "told from it. Export the report from 聚光 again, split by day (时间维度: 分天)."
    )


def _names_several_days(cell: Cell) -> bool:
    return isinstance(cell, str) and len(set(dates(cell))) > 1


def _entities(found: Records) -> tuple[str, list[str]]:
    """The report's level, and per row what it is about: its id, or its name where it has none."""
    level = next(level for level, names in LEVELS.items() if any(name in found.header.places for name in names))
    if level == "note":
        return level, _notes(found)
    named = [found.read(name, _links.identifier, "") for name in LEVELS[level]]
    return level, [next(filter(None, names), "") for names in zip(*named, strict=True)]


def _notes(found: Records) -> list[str]:
    """The notes' ids; those of other material as they are."""
    ids, links = (found.read(name, _links.identifier, "") for name in ("note", "link"))
    return [_links.note(own or link) for own, link in zip(ids, links, strict=True)]
