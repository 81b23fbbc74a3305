"""蒲公英's 笔记批量数据: the creators' notes for the brand, cumulative to the day of the update."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pandas as pd

from report_gen.simulate import workbook
from report_gen.simulate.account import Account
from report_gen.simulate.collaborations import COLUMNS, published_on
from report_gen.simulate.files import UTC_OFFSET
from report_gen.simulate.plan import Collaboration
from report_gen.simulate.workbook import Cell

SHEET = "笔记批量数据"
# Group titles of the first row, each over its columns. Names of traffic sources come twice: by impressions and by reads.
GROUPS = {
    "基础信息": (
        "数据更新日期", "博主昵称", "博主主页链接", "博主粉丝量", "笔记标题", "笔记链接", "笔记类型", "笔记发布日期", "笔记来源",
        "笔记id", "内容标签", "订单id", "合作名称", "报备品牌", "博主报价", "服务费金额",
    ),
    "笔记数据": (
        "曝光量", "阅读量", "阅读UV", "互动量", "互动率", "点赞量", "收藏量", "评论量", "分享量", "关注量",
    ),
    "流量拆分": ("自然曝光量", "自然阅读量", "推广曝光量", "推广阅读量", "加热曝光量", "加热阅读量"),
    "曝光来源": ("发现页", "搜索页", "关注页", "其他"),
    "阅读来源": ("发现页", "搜索页", "关注页", "其他"),
}  # fmt: skip


def write_creator_batch(account: Account, path: Path, updated: dt.date) -> Path:
    """Writes the workbook with every collaboration that is out by `updated`."""
    rows = creator_rows(account, updated)
    moment = dt.datetime.combine(updated, dt.time(9, 30)) - UTC_OFFSET
    workbook.write(path, {SHEET: rows}, moment, shared_strings=True)
    return path


def creator_rows(account: Account, updated: dt.date) -> list[list[Cell]]:
    """Group titles, an empty row, column names, and a row per collaboration."""
    titles: list[Cell] = [cell for title, names in GROUPS.items() for cell in (title, *[None] * (len(names) - 1))]
    names: list[Cell] = [name for group in GROUPS.values() for name in group]
    plan = account.plan
    out = [i for i, c in enumerate(plan.collaborations) if published_on(c, plan) < pd.Timestamp(updated)]
    return [titles, [None] * len(names), names, *(_row(account, i, updated) for i in out)]


def identity(text: str) -> str:
    """24 hexadecimal digits that are the same every time."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def counters(account: Account, collaboration: int, updated: dt.date) -> dict[str, int]:
    """What the note has earned when the day begins."""
    rows = account.creators
    own = rows[(rows["collaboration"] == collaboration) & (rows["date"] < pd.Timestamp(updated))]
    return {name: int(own[name].sum()) for name in COLUMNS}


def note_id(account: Account, collaboration: int) -> str:
    return identity(f"{account.plan.collaborations[collaboration].title} {collaboration}")


def _row(account: Account, index: int, updated: dt.date) -> list[Cell]:
    own, n = account.plan.collaborations[index], counters(account, index, updated)
    natural = {m: n[m] - n[f"paid_{m}"] - n[f"heated_{m}"] for m in ("impressions", "views")}
    engaged = n["likes"] + n["saves"] + n["comments"] + n["shares"] + n["new_followers"]
    sources = [_dealt(n[m]) for m in ("impressions", "views")]
    return [
        *_base(account, index, own, updated),
        n["impressions"], n["views"], int(n["views"] * 0.93), engaged,
        f"{engaged / n['views']:.2%}" if n["views"] else "-",
        n["likes"], n["saves"], n["comments"], n["shares"], n["new_followers"],
        natural["impressions"], natural["views"], n["paid_impressions"], n["paid_views"], n["heated_impressions"],
        n["heated_views"], *sources[0], *sources[1],
    ]  # fmt: skip


def _base(account: Account, index: int, own: Collaboration, updated: dt.date) -> list[Cell]:
    note, user = note_id(account, index), identity(own.creator)
    return [
        f"{updated:%Y/%m/%d}", own.creator, f"https://www.xiaohongshu.com/user/profile/{user}", own.followers, own.title,
        f"https://www.xiaohongshu.com/explore/{note}", "图文笔记" if own.format == "image" else "视频笔记",
        f"{published_on(own, account.plan):%Y/%m/%d}", "品牌合作", note, "美食", f"{7_700_000 + index}", "示例合作",
        "示例品牌", "-" if own.fee is None else own.fee, "-" if own.service is None else own.service,
    ]  # fmt: skip


def _dealt(whole: int) -> list[Cell]:
    found, searched, followed = int(whole * 0.6), int(whole * 0.25), int(whole * 0.1)
    return [found, searched, followed, whole - found - searched - followed]
