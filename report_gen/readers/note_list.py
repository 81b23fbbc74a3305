"""笔记列表明细表: every note of an account with its counters, cumulative since publication at the moment of export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from report_gen.readers import _cells
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading, plural, warning
from report_gen.readers._records import Column, Records, find_header, records
from report_gen.readers._sheets import Cell, Sheet
from report_gen.tables import COUNTERS, Quality

KIND = "note_list"
LABEL = "note list of the Creator Center (笔记列表明细表)"
COLUMNS = (
    Column("title", ("笔记标题", "标题")),
    Column("published_at", ("首次发布时间", "发布时间", "笔记发布时间")),
    Column("format", ("体裁", "笔记类型")),
    Column("impressions", ("曝光", "曝光量", "曝光数")),
    Column("views", ("观看量", "观看", "观看数")),
    Column("likes", ("点赞", "点赞量", "点赞数")),
    Column("comments", ("评论", "评论量", "评论数")),
    Column("saves", ("收藏", "收藏量", "收藏数")),
    Column("new_followers", ("涨粉", "涨粉量", "涨粉数")),
    Column("shares", ("分享", "分享量", "分享数")),
    Column("cover_click_rate", ("封面点击率",), required=False),
    Column("watch_seconds", ("人均观看时长", "平均观看时长"), required=False),
)
ROW_CAP = 1000  # “最多导出排序后前1000条笔记”

_FORMATS = {"图文": "image", "图集": "image", "image": "image", "视频": "video", "video": "video"}
_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # stands for a publish time that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    return list(find_header(sheet, COLUMNS).missing)


def read(sheet: Sheet, context: Context) -> Reading:
    """Its notes as `note_snapshots`; `note` is filled when all snapshots of the account are there."""
    found = records(sheet, COLUMNS, key="published_at")
    captured, size = context.captured(), len(found.rows)
    published = [moment.astimezone(context.zone) for moment in _published(found)]
    rates = found.read("cover_click_rate", _cells.rate(found.unit("cover_click_rate") == "%"), NOTHING)
    notes: Columns = {
        "account": [context.account] * size,
        "captured_at": [captured] * size,
        "captured_on": [captured.date()] * size,
        "title": found.read("title", _cells.text, ""),
        "published_at": published,
        "to_the_minute": found.read("published_at", _cells.lacks_seconds, False),
        "format": found.required("format", _format, "", "it is 图文 or 视频: download the file again"),
        **_counters(found),
        "cover_click_rate": [NOTHING if rate > 1 else rate for rate in rates],
        "watch_seconds": found.read("watch_seconds", _cells.seconds, NOTHING),
        **found.where(),
    }
    quality = (*_row_cap(found), *_rates_over_one(found, rates), *_from_the_future(found, published, captured.date()))
    return Reading(
        {"note_snapshots": notes}, size, found.dropped, tuple(found.problems), quality, places=found.columns()
    )


def _published(found: Records) -> list[dt.datetime]:
    return found.required(
        "published_at", _cells.moment, _NEVER, "every note has a publish time: download the file again"
    )


def _counters(found: Records) -> dict[str, list[float]]:
    # Followers that a note brought can leave again; nothing else of a note counts below 0.
    parsers = {name: _cells.change if name == "new_followers" else _cells.count for name in COUNTERS}
    return {name: found.read(name, parse, NOTHING) for name, parse in parsers.items()}


def _format(cell: Cell) -> str:
    known = _FORMATS.get(_cells.text(cell).casefold())
    if known is None:
        raise ValueError("is not a format that is known; it is 图文 or 视频")
    return known


def _row_cap(found: Records) -> Iterator[Quality]:
    if len(found.rows) == ROW_CAP:
        message = (
            "The file has exactly 1,000 notes, the most that the platform exports: others are missing. "
            "Export once more, sorted the other way."
        )
        yield warning("row_cap", message, found.sheet.file)


def _rates_over_one(found: Records, values: Sequence[float]) -> Iterator[Quality]:
    over = [number for (number, _), rate in zip(found.rows, values, strict=True) if rate > 1]
    if over:
        rates = plural("{n} cover click rate is", "{n} cover click rates are", len(over))
        message = f"{rates} above 100% and left out. If the column is in per cent, its name must say so: 封面点击率(%)."
        yield warning("rate_over_one", message, found.sheet.file, over[0])


def _from_the_future(found: Records, published: Sequence[dt.datetime], captured: dt.date) -> Iterator[Quality]:
    """A note published after the day of the export shows that the export's date is wrong."""
    late = [number for (number, _), moment in zip(found.rows, published, strict=True) if moment.date() > captured]
    if late:
        notes = plural("{n} note was", "{n} notes were", len(late))
        message = f"{notes} published after {captured}, which is taken as the day of the export. Is that date right?"
        yield warning("published_after_capture", message, found.sheet.file, late[0])
