"""笔记列表明细表: every note of an account with its counters, cumulative since publication at the moment of export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from report_gen.readers import _cells, _links
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading, plural, warning
from report_gen.readers._records import Column, Records, find_header, records
from report_gen.readers._sheets import Sheet, label
from report_gen.tables import COUNTERS, Quality
from report_gen.wording import say, say_n

KIND = "note_list"
LABEL = "note list of the Creator Center (笔记列表明细表)"
COLUMNS = (
    Column("title", ("笔记标题", "标题", "title", "note title")),
    Column("published_at", (
        "首次发布时间", "发布时间", "笔记发布时间", "发布日期", "published at", "publish time", "publish date", "posted at",
    )),
    Column("format", ("体裁", "笔记类型", "note type", "format", "type", "类型")),
    Column("impressions", ("曝光", "曝光量", "曝光数", "impressions", "exposure", "exposures", "impression count")),
    Column("views", (
        "观看量", "观看", "观看数", "阅读量", "阅读数", "阅读", "小眼睛", "views", "reads", "view count", "read count",
    )),
    Column("likes", ("点赞", "点赞量", "点赞数", "likes", "liked", "like count", "liked count")),
    Column("comments", ("评论", "评论量", "评论数", "comments", "comment count")),
    Column("saves", (
        "收藏", "收藏量", "收藏数", "saves", "saved", "collects", "collected", "collections", "favorites", "favourites",
        "save count", "collect count", "collected count",
    )),
    Column("new_followers", (
        "涨粉", "涨粉量", "涨粉数", "new followers", "follows", "followers gained", "new follower count",
    ), required=False),
    Column("shares", ("分享", "分享量", "分享数", "shares", "shared", "share count", "shared count"), required=False),
    Column("cover_click_rate", ("封面点击率", "cover click rate"), required=False),
    Column("watch_seconds", ("人均观看时长", "平均观看时长", "watch seconds"), required=False),
    # The platform's own list has neither ids nor its moment in a column; lists that tools and people make have.
    Column("note_id", ("笔记ID", "note id"), required=False),
    Column("link", ("笔记链接", "note link", "link", "url", "note url", "链接"), required=False),
    Column("captured_at", ("captured at", "采集时间", "抓取时间", "导出时间", "exported at"), required=False),
)  # fmt: skip
ROW_CAP = 1000  # “最多导出排序后前1000条笔记”
# Rankings of the whole platform by third parties look like note lists, but hold other people's notes, and no true reads.
FOREIGN = ("达人昵称", "达人名称", "达人", "博主昵称", "预估阅读量", "预估阅读数", "预估曝光量", "预估曝光")

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # stands for a publish time that is reported as unreadable
_AT_LAST = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)  # and for such a moment of capture, which no note is after


def missing(sheet: Sheet) -> list[str]:
    return list(find_header(sheet, COLUMNS).missing)


def objection(sheet: Sheet) -> str:
    """Why a sheet can't be a note list whatever its columns, as a sentence; empty if nothing speaks against it."""
    labels = sheet.places[find_header(sheet, COLUMNS).row] if sheet.rows else {}
    foreign = next((name for name in FOREIGN if label(name) in labels), None)
    if foreign is None:
        return ""
    return (
        f"With its column {foreign} it looks like a ranking of other people's notes, whose reads are estimates or not there: "
        "it can't stand in for the account's own list."
    )


def read(sheet: Sheet, context: Context) -> Reading:
    """Its notes as `note_snapshots`; `note` is filled when all snapshots of the account are there."""
    found = records(sheet, COLUMNS, key="published_at")
    captured, size = _captured(found, context), len(found.rows)
    published = [moment.astimezone(context.zone) for moment in _published(found)]
    rates = found.read("cover_click_rate", _cells.rate(found.unit("cover_click_rate") == "%"), NOTHING)
    notes: Columns = {
        "account": [context.account] * size,
        "captured_at": [captured] * size,
        "captured_on": [captured.date()] * size,
        "note_id": _ids(found),
        "title": found.read("title", _cells.text, ""),
        "published_at": published,
        "to_the_minute": found.read("published_at", _cells.lacks_seconds, False),
        "format": found.required("format", _cells.note_format, "", "it is 图文 or 视频: download the file again"),
        **_counters(found),
        "cover_click_rate": [NOTHING if rate > 1 else rate for rate in rates],
        "watch_seconds": found.read("watch_seconds", _cells.seconds, NOTHING),
        **found.where(),
    }
    quality = (*_rates_over_one(found, rates), *_from_the_future(found, published, captured.date()))
    problems = (*found.problems, *_misdated(found, published, captured.date()))
    return Reading({"note_snapshots": notes}, size, found.dropped, problems, quality, places=found.columns())


def _published(found: Records) -> list[dt.datetime]:
    """A workbook's midnight arrives as a mere date. It is one where others of the column have a time of day."""
    place = found.header.places["published_at"]
    timed = any(isinstance(row[place], dt.datetime) for _, row in found.rows)
    parse = _cells.moment_or_midnight if timed else _cells.moment
    return found.required("published_at", parse, _NEVER, "every note has a publish time: download the file again")


def _captured(found: Records, context: Context) -> dt.datetime:
    """The moment of export: the column's where the list has one, else the file's."""
    read = found.filled("captured_at").read("captured_at", _cells.captured_in(context.zone), _AT_LAST)
    if not read:
        return context.captured()
    days = sorted({moment.date() for moment in read} - {_AT_LAST.date()})
    told = context.captured_at.date() if context.captured_at else None
    place = f"{found.sheet.place}, column {found.column('captured_at')}"
    if len(days) > 1:
        found.problems.append(
            f"{place}: the rows were captured on different days, from {days[0]} to {days[-1]}. Put the rows of each day into a "
            "file of their own."
        )
    elif told and told not in days and days:
        found.problems.append(
            f"{place}: the rows were captured on {days[0]}, but the file or its name says {told}. Correct the one that is wrong."
        )
    return max(read)


def _ids(found: Records) -> list[str]:
    """The notes' ids out of their own column, else out of the link; empty where there is neither."""
    ids, links = (found.read(name, _links.note_id, "") for name in ("note_id", "link"))
    return [own or link for own, link in zip(ids, links, strict=True)]


def _counters(found: Records) -> dict[str, list[float]]:
    # Followers that a note brought can leave again; nothing else of a note counts below 0.
    parsers = {name: _cells.change if name == "new_followers" else _cells.count for name in COUNTERS}
    return {name: found.read(name, parse, NOTHING) for name, parse in parsers.items()}


def _rates_over_one(found: Records, values: Sequence[float]) -> Iterator[Quality]:
    over = [number for (number, _), rate in zip(found.rows, values, strict=True) if rate > 1]
    if over:
        message = say_n(
            "{n} cover click rate is above 100% and left out.",
            "{n} cover click rates are above 100% and left out.",
            len(over),
        )
        advice = say("If the column is in per cent, its name must say so: 封面点击率(%).")
        yield warning("rate_over_one", message, found.sheet.file, over[0], advice)


def _from_the_future(found: Records, published: Sequence[dt.datetime], captured: dt.date) -> Iterator[Quality]:
    """Within a day of the export it may be a matter of time zones."""
    late = [number for number, days in _days_after(found, published, captured) if days == 1]
    if late:
        message = say_n(
            "{n} note was published on the day after {day}, which is taken as the day of the export.",
            "{n} notes were published on the day after {day}, which is taken as the day of the export.",
            len(late),
            day=captured,
        )
        advice = say("Look whether that date is right; if not, correct it in the name of the file or its folder.")
        yield warning("published_after_capture", message, found.sheet.file, late[0], advice)


def _misdated(found: Records, published: Sequence[dt.datetime], captured: dt.date) -> Iterator[str]:
    """A note published days after the export shows that the export's date is wrong, and every number with it."""
    late = [number for number, days in _days_after(found, published, captured) if days > 1]
    if late:
        notes = plural("{n} note was", "{n} notes were", len(late))
        yield (
            f"{found.sheet.place}, row {late[0]}: {notes} published more than a day after {captured}, which is taken as the "
            "day of the export. Correct that date in the name of the file or its folder."
        )


def _days_after(found: Records, published: Sequence[dt.datetime], captured: dt.date) -> Iterator[tuple[int, int]]:
    """Per row its number, and how many days after the export its note was published."""
    rows = zip(found.rows, published, strict=True)
    return ((number, (moment.date() - captured).days) for (number, _), moment in rows)
