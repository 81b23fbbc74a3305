"""An `Account` as the files that an agency would have downloaded, in the genuine layouts.

Per reported month a folder, such as exports/2026-10/, with the note list captured when the month was over, the four 近30日
workbooks captured twice, the keyword table and the click table.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from report_gen.simulate import workbook
from report_gen.simulate.account import METRICS, Account
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.trends import TRENDS, UTC_OFFSET, write_trends
from report_gen.simulate.workbook import Cell

BANNER = "最多导出排序后前1000条笔记"
ROW_CAP = 1000
NOTE_COLUMNS = (
    "笔记标题", "首次发布时间", "体裁", "曝光", "观看量", "封面点击率", "点赞", "评论", "收藏", "涨粉", "分享", "人均观看时长",
    "弹幕",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How the files are laid out. The default is the genuine one; the others are variants that readers must survive."""

    columns: Literal[12, 13] = 13
    shuffled: bool = False
    text_numbers: bool = False
    per_cent: bool = False  # the click rate as 6.50%
    creator: str = "Apache POI"  # another: saved again, then the capture date stands in the file's name
    tables: Literal["xlsx", "csv"] = "xlsx"  # of the note lists
    encoding: str = "utf-8-sig"  # of every CSV
    list_day: int = 1  # of the next month, when the note list is captured
    mid_month_lists: bool = False


GENUINE = Layout()


def write(account: Account, folder: Path, layout: Layout = GENUINE) -> list[Path]:
    """Writes all exports of the reported months below `folder` and returns their paths, in order."""
    paths: list[Path] = []
    for month in account.plan.reported_months:
        paths += _write_note_lists(account, folder / month, month, layout)
        paths += _write_trends(account, folder / month, month)
        paths += _write_tables(account, folder / month, month, layout.encoding)
    return sorted(paths)


# -- note lists


def write_note_list(account: Account, path: Path, captured: dt.datetime, layout: Layout = GENUINE) -> Path:
    """Writes the note list as exported at `captured`, wall clock in UTC+8."""
    rows = note_list(account, captured, layout)
    if layout.tables == "csv":
        return _write_csv(path, rows, layout.encoding)
    merge = f"A1:{workbook.column_letters(len(rows[0]) - 1)}1"
    workbook.write(path, {"Sheet1": rows}, captured - UTC_OFFSET, merge=merge, creator=layout.creator)
    return path


def note_list(account: Account, captured: dt.datetime, layout: Layout = GENUINE) -> list[list[Cell]]:
    """Banner, header and a row per note, the newest note first, at most 1,000."""
    listed = account.notes.join(account.listed(captured), how="right").sort_values("published_at", ascending=False)
    rows = [_note_row(note, layout) for note in listed.head(ROW_CAP).to_dict("records")]
    order = list(range(layout.columns))
    if layout.shuffled:
        np.random.default_rng(account.seed).shuffle(order)
    return [[BANNER] * len(order), *([row[i] for i in order] for row in [list[Cell](NOTE_COLUMNS), *rows])]


def _note_row(note: Mapping[Any, Any], layout: Layout) -> list[Cell]:
    numbers = {name: float(note[name]) for name in (*METRICS, "cover_clicks", "watch_seconds")}
    click_rate = round(numbers["cover_clicks"] / numbers["impressions"], 3) if numbers["impressions"] else 0.0
    is_video = note["format"] == "video"
    cells: list[Cell] = [
        note["title"],
        f"{note['published_at']:%Y年%m月%d日%H时%M分%S秒}",
        "视频" if is_video else "图文",
        numbers["impressions"],
        numbers["views"],
        f"{click_rate:.2%}" if layout.per_cent else click_rate,
        *(numbers[name] for name in ("likes", "comments", "saves", "new_followers", "shares", "watch_seconds")),
        numbers["comments"] // 8 if is_video else 0.0,
    ]
    return [f"{cell:g}" if layout.text_numbers and isinstance(cell, float) else cell for cell in cells]


def _write_note_lists(account: Account, folder: Path, month: str, layout: Layout) -> list[Path]:
    moments = [last_day(month) + dt.timedelta(days=layout.list_day)]
    if layout.mid_month_lists:
        moments.insert(0, first_day(month).replace(day=16))
    # Night owls: the genuine file was exported at nine past two, when UTC still had the day before.
    captures = [dt.datetime.combine(day, dt.time(2, 9, 20)) for day in moments]
    return [
        write_note_list(account, folder / _list_name(i, captured, layout), captured, layout)
        for i, captured in enumerate(captures)
    ]


def _list_name(index: int, captured: dt.datetime, layout: Layout) -> str:
    copy = f" ({index})" if index else ""
    undated = layout.tables == "xlsx" and layout.creator == GENUINE.creator
    return f"笔记列表明细表{copy if undated else f'-{captured:%Y-%m-%d}'}.{layout.tables}"


# -- trends


def _write_trends(account: Account, folder: Path, month: str) -> list[Path]:
    """On the 16th and on the 2nd of the next month: together they hold every day of a long month, settled."""
    days = (first_day(month).replace(day=16), last_day(month) + dt.timedelta(days=2))
    return [
        write_trends(
            account,
            folder / f"近30日{subject}{' (1)' if copy else ''}.xlsx",
            subject,
            dt.datetime.combine(day, dt.time(10, 31, 7 * n)),
        )
        for copy, day in enumerate(days)
        for n, subject in enumerate(TRENDS, start=1)
    ]


# -- our own tables


def _write_tables(account: Account, folder: Path, month: str, encoding: str) -> list[Path]:
    """The looks and clicks of the month; no file where there are none."""
    tables = {
        f"keyword-ranks-{month}.csv": _rank_rows(_of_month(account.ranks, month)),
        f"clicks-{month}.csv": _click_rows(_of_month(account.clicks, month)),
    }
    return [_write_csv(folder / name, rows, encoding) for name, rows in tables.items() if len(rows) > 1]


def _of_month(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return rows[rows["date"].between(pd.Timestamp(first_day(month)), pd.Timestamp(last_day(month)))]


def _rank_rows(ranks: pd.DataFrame) -> list[list[Cell]]:
    rows = zip(ranks["date"], ranks["keyword"], ranks["rank"], ranks["note"], strict=True)
    return [
        ["date", "keyword", "rank", "note"],
        *(
            [f"{day:%Y-%m-%d}", keyword, "50+" if np.isnan(rank) else int(rank), note]
            for day, keyword, rank, note in rows
        ),
    ]


def _click_rows(clicks: pd.DataFrame) -> list[list[Cell]]:
    rows = zip(clicks["date"], clicks["destination"], clicks["clicks"], strict=True)
    return [["date", "destination", "clicks"], *([f"{day:%Y-%m-%d}", name, int(count)] for day, name, count in rows)]


def _write_csv(path: Path, rows: Sequence[Sequence[Cell]], encoding: str) -> Path:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue().encode(encoding))
    return path
