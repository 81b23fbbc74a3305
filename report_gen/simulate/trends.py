"""The four 近30日 workbooks: account totals per day, each file the 30 days before it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from report_gen.simulate import workbook
from report_gen.simulate.account import Account
from report_gen.simulate.files import UTC_OFFSET
from report_gen.simulate.workbook import Cell

TREND_DAYS = 30

Series = Callable[[Account], pd.Series]


def _of(metric: str) -> Series:
    return lambda account: account.daily[metric]


def _ratio(over: Series, under: Series, factor: float = 1, digits: int = 1) -> Series:
    def series(account: Account) -> pd.Series:
        below = under(account)
        quotient: pd.Series = (factor * over(account) / below.where(below > 0)).fillna(0).round(digits)
        return quotient

    return series


def _by_day(column: str) -> Series:
    return lambda account: account.events.groupby("date")[column].sum().reindex(account.daily.index, fill_value=0)


def _watched(account: Account) -> pd.Series:
    """Seconds watched per day."""
    seconds = account.events["views"] * account.events["note"].map(account.notes["watch_seconds"])
    return seconds.groupby(account.events["date"]).sum().reindex(account.daily.index, fill_value=0)


def _net_followers(account: Account) -> pd.Series:
    return account.daily["new_followers"] - account.daily["lost_followers"]


def _published(form: str) -> Series:
    def series(account: Account) -> pd.Series:
        days = account.notes.loc[account.notes["format"] == form, "published_at"].dt.normalize()
        return pd.Series(days.value_counts().reindex(account.daily.index, fill_value=0))

    return series


def _finished(account: Account) -> pd.Series:
    """Per cent of video views that reach the end: the longer the video, the fewer."""
    return (100 - 2.2 * _ratio(_watched, _of("views"))(account)).clip(lower=5).round(1)


@dataclass(frozen=True)
class Trend:
    """A trend sheet and its line in the summary; `whole` sums up 30 days there, otherwise their mean stands."""

    sheet: str
    label: str
    series: Series
    whole: bool = True


TRENDS: dict[str, tuple[Trend, ...]] = {
    "观看数据": (
        Trend("曝光趋势", "曝光", _of("impressions")),
        Trend("观看趋势", "观看", _of("views")),
        Trend("封面点击率趋势", "封面点击率(%)", _ratio(_by_day("cover_clicks"), _of("impressions"), 100), whole=False),
        Trend("平均观看时长趋势", "平均观看时长(s)", _ratio(_watched, _of("views")), whole=False),
        Trend("观看总时长趋势", "观看总时长(s)", _watched),
        Trend("视频完播率趋势", "视频完播率(%)", _finished, whole=False),
    ),
    "互动数据": (
        Trend("点赞趋势", "点赞", _of("likes")),
        Trend("评论趋势", "评论", _of("comments")),
        Trend("收藏趋势", "收藏", _of("saves")),
        Trend("分享趋势", "分享", _of("shares")),
    ),
    "涨粉数据": (
        Trend("净涨粉趋势", "净涨粉", _net_followers),
        Trend("新增关注趋势", "新增关注", _of("new_followers")),
        Trend("取消关注趋势", "取消关注", _of("lost_followers")),
        Trend("主页访客趋势", "主页访客", _of("profile_visits")),
        Trend("主页转粉率趋势", "主页转粉率(%)", _ratio(_of("new_followers"), _of("profile_visits"), 100), whole=False),
    ),
    "发布数据": (
        Trend("总发布趋势", "总发布", _of("notes_published")),
        Trend("发布视频趋势", "发布视频", _published("video")),
        Trend("发布图文趋势", "发布图文", _published("image")),
    ),
}


def write_trends(account: Account, path: Path, subject: str, captured: dt.datetime) -> Path:
    """Writes one of the four 近30日 workbooks as exported at `captured`, wall clock in UTC+8."""
    workbook.write(path, trends(account, subject, captured), captured - UTC_OFFSET)
    return path


def trends(account: Account, subject: str, captured: dt.datetime) -> dict[str, Sequence[Sequence[Cell]]]:
    """The sheets of a 近30日 workbook: the summary, then per trend the 30 days before `captured`, the last not settled."""
    return _sheets(account, subject, pd.Timestamp(captured).normalize() - pd.Timedelta(days=1))


@lru_cache(maxsize=128)
def _sheets(account: Account, subject: str, last: pd.Timestamp) -> dict[str, Sequence[Sequence[Cell]]]:
    days = pd.date_range(end=last, periods=TREND_DAYS)
    before = days - pd.Timedelta(days=TREND_DAYS)
    sheets: dict[str, Sequence[Sequence[Cell]]] = {f"账号总体{subject}": [["指标", "数值"]]}
    summary: list[list[Cell]] = [["指标", "数值"]]
    for trend in TRENDS[subject]:
        truth = _truth(trend, account)
        shown = _as_shown(truth.reindex(days, fill_value=0), account.seed, is_rate=not trend.whole)
        summary += _summary(trend, shown, truth.reindex(before, fill_value=0))
        sheets[trend.sheet] = [["日期", "数值"], *([f"{day:%Y年%m月%d日}", value] for day, value in shown.items())]
    return sheets | {f"账号总体{subject}": summary}


@lru_cache(maxsize=256)
def _truth(trend: Trend, account: Account) -> pd.Series:
    return trend.series(account)


def _as_shown(days: pd.Series, seed: int, is_rate: bool) -> pd.Series:
    """The last day's events have not all been counted when the file is made; its rates are those of the events counted."""
    values = days.astype(float)
    if not is_rate:
        counted = np.random.default_rng([seed, days.index[-1].toordinal()]).uniform(0.5, 0.9)
        values.iloc[-1] = float(np.floor(values.iloc[-1] * counted))
    return values


def _summary(trend: Trend, now: pd.Series, before: pd.Series) -> list[list[Cell]]:
    """A trend's two rows: the 30 days as one number, and the change on the 30 before in per cent."""
    value, earlier = (float(s.sum() if trend.whole else round(s.mean(), 1)) for s in (now, before))
    change: Cell = round(100 * (value - earlier) / abs(earlier), 2) if earlier else "-"
    label = trend.label.partition("(")[0]
    return [[trend.label, value], [f"{label}环比(%)", change]]
