"""千帆's note file: what each note brought to the store in a period that only the file's name tells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np

from report_gen.simulate import workbook
from report_gen.simulate.account import Account
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.tables import counted_by
from report_gen.simulate.workbook import Cell, Formula

COLUMNS = (
    "笔记标题", "笔记ID", "笔记链接", "作者昵称", "笔记创建时间", "关联商品名称", "笔记支付金额", "笔记支付订单数",
    "笔记商品点击次数",
    "笔记商品点击率（PV）", "笔记商品点击人数", "笔记加购件数", "引流店铺主页次数", "笔记阅读数", "点赞次数", "收藏次数",
    "评论次数", "分享次数",
)  # fmt: skip
PRODUCTS, HOME = "store products", "store home"


def write_store_notes(account: Account, folder: Path, month: str) -> list[Path]:
    """The month's file; none where no destination is counted by it."""
    counts = counted_by(account, month, "store_notes").groupby("destination")["clicks"].sum().to_dict()
    if not counts:
        return []
    path = folder / f"{first_day(month):%Y%m%d}-{last_day(month):%Y%m%d}_笔记_数据明细.xlsx"
    seen = account.month(month).query("views > 0")
    random = np.random.default_rng([account.seed, first_day(month).toordinal(), 5])
    weights = seen["views"] / seen["views"].sum()
    dealt = {name: random.multinomial(counts.get(name, 0), weights) for name in (PRODUCTS, HOME)}
    notes = account.notes.loc[seen.index].join(seen).assign(**dealt)
    rows = [_row(note) for note in notes.to_dict("records")]
    made = dt.datetime.combine(last_day(month) + dt.timedelta(days=1), dt.time(3))
    workbook.write(path, {"Sheet1": [[*COLUMNS], *rows]}, made)
    return [path]


def _row(note: dict[Any, Any]) -> list[Cell]:
    link = f"https://www.xiaohongshu.com/explore/{note['id']}"
    clicks, visits = float(note[PRODUCTS]), float(note[HOME])
    return [
        note["title"], note["id"], Formula(f'HYPERLINK("{link}","{link}")', link), "示例品牌",
        f"{note['published_at']:%Y-%m-%d %H:%M:%S}", "示例商品", clicks * 1.5, clicks // 20, clicks,
        round(clicks / note["views"], 4), clicks // 1.2, clicks // 8, visits,
        *(float(note[name]) for name in ("views", "likes", "saves", "comments", "shares")),
    ]  # fmt: skip
