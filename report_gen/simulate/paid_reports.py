"""聚光's reports by note, creative or keyword and day. Attributed numbers are filled in for a week after the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report_gen.simulate import workbook
from report_gen.simulate.account import Account
from report_gen.simulate.advertising import SHOWN
from report_gen.simulate.files import UTC_OFFSET, write_csv
from report_gen.simulate.layout import Layout
from report_gen.simulate.tables import of_month
from report_gen.simulate.workbook import Cell

NAMES = {"note": "笔记", "creative": "创意", "keyword": "关键词"}
NUMBERS = (
    "消费", "展现量", "点击量", "点击率", "平均点击成本", "点赞", "评论", "收藏", "关注", "分享", "互动量",
)  # fmt: skip
SETTLED_AFTER = 7  # days, for likes, comments, saves, shares and followers

_ENTITY = {
    "note": ("时间", "笔记ID", "笔记链接"),
    "creative": ("时间", "创意名称", "创意ID", "笔记/素材ID", "笔记/素材链接"),
    "keyword": ("时间", "关键词", "平均位次"),
}
_LATE = ("likes", "comments", "saves", "shares", "new_followers")


def write_paid_report(account: Account, path: Path, level: str, made: dt.date, layout: Layout) -> Path:
    """Writes the report of `path`'s month, as exported on the day `made`."""
    rows = paid_rows(account, path.parent.name, level, made)
    if path.suffix == ".csv":
        return write_csv(path, rows, "utf-8-sig")
    moment = dt.datetime.combine(made, dt.time(11)) - UTC_OFFSET
    workbook.write(path, {f"{NAMES[level]}-投放数据": rows}, moment, shared_strings=layout.shared_strings)
    return path


def paid_rows(account: Account, month: str, level: str, made: dt.date) -> list[list[Cell]]:
    """Header, totals, and a row per day and entity, up to the day before `made`. A header alone where nothing was paid."""
    entity = {"note": ["note"], "creative": ["note", "creative"], "keyword": ["keyword"]}[level]
    paid = of_month(account.paid, month)
    paid = paid[paid["date"] < pd.Timestamp(made)]
    header: list[Cell] = [*_ENTITY[level], *NUMBERS]
    if paid.empty:
        return [header]
    sums = paid.groupby(["date", *entity], as_index=False)[["cents", *SHOWN]].sum()
    counted = sums["date"].map(lambda day: min(1.0, ((pd.Timestamp(made) - day).days) / SETTLED_AFTER))
    sums = sums.assign(**{name: np.floor(sums[name] * counted).astype(int) for name in _LATE})
    rows = [[f"{row['date']:%Y-%m-%d}", *_who(account, level, row), *_numbers(row)] for row in sums.to_dict("records")]
    blanks: list[Cell] = ["-"] * (len(_ENTITY[level]) - 1)
    return [header, [f"合计{len(rows)}条记录", *blanks, *_numbers(sums[["cents", *SHOWN]].sum().to_dict())], *rows]


def _who(account: Account, level: str, row: Mapping[Any, Any]) -> list[Cell]:
    if level == "keyword":
        return [row["keyword"], round(1 + row["clicks"] % 7 / 3, 1)]
    identity = account.notes["id"][row["note"]]
    link = f"https://www.xiaohongshu.com/explore/{identity}?xsec_token=示例"
    if level == "note":
        return [identity, link]
    return [f"创意 {row['creative'] + 1}", f"{9_000_000 + row['note'] * 10 + row['creative']}", identity, link]


def _numbers(row: Mapping[Any, Any]) -> list[Cell]:
    shown, clicks, spend = int(row["impressions"]), int(row["clicks"]), row["cents"] / 100
    likes, comments, saves, shares, followers = (int(row[name]) for name in _LATE)
    return [
        f"{spend:.2f}", shown, clicks, f"{clicks / shown:.2%}" if shown else "-", f"{spend / clicks:.2f}" if clicks else "-",
        likes, comments, saves, followers, shares, likes + comments + saves + followers + shares,
    ]  # fmt: skip
