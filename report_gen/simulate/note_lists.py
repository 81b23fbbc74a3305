"""笔记列表明细表, the note list of the Creator Center; and the list with ids that tools make of the same notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report_gen.simulate import workbook
from report_gen.simulate.account import METRICS, Account
from report_gen.simulate.files import UTC_OFFSET, serial, write_csv
from report_gen.simulate.layout import GENUINE, Capture, Layout
from report_gen.simulate.workbook import Cell

BANNER = "最多导出排序后前1000条笔记"
ROW_CAP = 1000
NOTE_COLUMNS = (
    "笔记标题", "首次发布时间", "体裁", "曝光", "观看量", "封面点击率", "点赞", "评论", "收藏", "涨粉", "分享", "人均观看时长",
    "弹幕",
)  # fmt: skip
ID_COLUMNS = (
    "note_id", "title", "publish_time", "type", "impressions", "views", "likes", "comments", "saves", "new followers",
    "shares",
)  # fmt: skip
_COUNTERS = ("likes", "comments", "saves", "new_followers", "shares")


def write_note_list(account: Account, path: Path, capture: Capture | dt.datetime, layout: Layout = GENUINE) -> Path:
    """Writes the note list as downloaded; a bare moment is a plain list of it."""
    if isinstance(capture, dt.datetime):
        capture = Capture(path.parent.name, capture, path.name)
    if capture.with_ids:
        return write_csv(path, _with_ids(listing(account, capture, layout)), layout.encoding, layout.delimiter)
    rows = note_list(account, capture, layout)
    if layout.tables == "csv":
        return write_csv(path, rows, layout.encoding, layout.delimiter)
    merge = f"A1:{workbook.column_letters(len(rows[0]) - 1)}1"
    created = capture.moment - UTC_OFFSET
    workbook.write(path, {"Sheet1": rows}, created, merge, layout.creator, layout.shared_strings)
    return path


def listing(account: Account, capture: Capture, layout: Layout = GENUINE) -> pd.DataFrame:
    """What the list shows, row by row: the newest note first, or the oldest, at most 1,000; NaN where it shows a dash.

    id, title, published_at, format, watch_seconds, cover_clicks and METRICS; the index is the account's `note`."""
    listed = account.notes[["id", "published_at", "format", "watch_seconds"]].join(
        account.listed(capture.moment).astype(float), how="right"
    )
    listed["title"] = account.titles(capture.moment).reindex(listed.index)
    shown = listed.sort_values("published_at", ascending=capture.oldest_first, kind="stable").head(ROW_CAP)
    random = np.random.default_rng([account.seed, capture.moment.toordinal()])
    for note in random.choice(shown.index, size=min(layout.blanks, len(shown)), replace=False):
        shown.loc[note, str(random.choice(METRICS))] = np.nan
    return shown


def note_list(account: Account, capture: Capture | dt.datetime, layout: Layout = GENUINE) -> list[list[Cell]]:
    """Banner, header and a row per note."""
    if isinstance(capture, dt.datetime):
        capture = Capture("", capture, "")
    rows = [_note_row(note, layout) for note in listing(account, capture, layout).to_dict("records")]
    order = list(range(layout.columns))
    if layout.shuffled:
        np.random.default_rng(account.seed).shuffle(order)
    return [[BANNER] * len(order), *([row[i] for i in order] for row in [list[Cell](NOTE_COLUMNS), *rows])]


def _note_row(note: Mapping[Any, Any], layout: Layout) -> list[Cell]:
    clicks, shown, comments = note["cover_clicks"], note["impressions"], note["comments"]
    click_rate = round(clicks / shown, 3) if shown > 0 else 0.0
    is_video = note["format"] == "video"
    published = note["published_at"]
    cells: list[Cell] = [
        note["title"],
        serial(published) if layout.serial_dates else f"{published:%Y年%m月%d日%H时%M分%S秒}",
        "视频" if is_video else "图文",
        shown,
        note["views"],
        f"{click_rate:.2%}" if layout.per_cent else click_rate,
        *(note[name] for name in _COUNTERS),
        float(note["watch_seconds"]),
        comments // 8 if is_video and comments > 0 else 0.0,
    ]
    return [_cell(cell, layout) for cell in cells]


def _cell(cell: Cell, layout: Layout) -> Cell:
    if not isinstance(cell, float):
        return cell
    if np.isnan(cell):
        return "-"
    return f"{cell:.10g}" if layout.text_numbers else cell


def _with_ids(shown: pd.DataFrame) -> list[list[Cell]]:
    """The header of a tool of somebody's own, and a row per note."""
    rows: list[list[Cell]] = [
        [
            note["id"], note["title"], f"{note['published_at']:%Y-%m-%d %H:%M:%S}",
            "video" if note["format"] == "video" else "normal",
            *("" if np.isnan(note[name]) else int(note[name]) for name in ("impressions", "views", *_COUNTERS)),
        ]
        for note in shown.to_dict("records")
    ]  # fmt: skip
    return [list[Cell](ID_COLUMNS), *rows]
