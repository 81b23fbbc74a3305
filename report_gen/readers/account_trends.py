"""近30日*, 近7日*: the account's totals per day, one sheet per metric. The last day of a file is not yet settled."""

from __future__ import annotations

import datetime as dt

from report_gen.readers import _cells
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading
from report_gen.readers._records import Column, find_header, records
from report_gen.readers._sheets import Sheet, normalise

KIND = "account_trends"
LABEL = "account trends of the Creator Center (近30日…数据)"
COLUMNS = (Column("date", ("日期",)), Column("value", ("数值",)))
METRICS = {
    "曝光趋势": "impressions", "观看趋势": "views", "点赞趋势": "likes", "评论趋势": "comments", "收藏趋势": "saves",
    "分享趋势": "shares", "新增关注趋势": "new_followers", "取消关注趋势": "lost_followers",
    "主页访客趋势": "profile_visits", "总发布趋势": "notes_published",
}  # fmt: skip
# Rates, means and differences of others: their days can't be added up, or say nothing new.
IGNORED = (
    "封面点击率趋势", "平均观看时长趋势", "观看总时长趋势", "视频完播率趋势", "净涨粉趋势", "主页转粉率趋势", "发布视频趋势",
    "发布图文趋势",
)  # fmt: skip

_SUMMARY = "账号总体"  # 指标 | 数值 over the whole period, which is never a month
_SUMMARY_COLUMNS = (Column("metric", ("指标",)), Column("value", ("数值",)))
_NEVER = dt.date(2000, 1, 1)  # stands for a date that is reported as unreadable


def missing(sheet: Sheet) -> list[str]:
    name = normalise(sheet.name)
    if name.startswith(_SUMMARY):
        return list(find_header(sheet, _SUMMARY_COLUMNS).missing)
    columns = list(find_header(sheet, COLUMNS).missing)
    return columns if name in METRICS or name in IGNORED else [*columns, "a sheet name such as 曝光趋势"]


def read(sheet: Sheet, context: Context) -> Reading:
    """Its days as `account_daily`; nothing from sheets that no number is made of. A day without a value has no row."""
    metric = METRICS.get(normalise(sheet.name))
    if metric is None:
        return Reading({}, 0)
    captured = context.captured()
    found = records(sheet, COLUMNS, key="date").filled("value")
    size = len(found.rows)
    columns: Columns = {
        "account": [context.account] * size,
        "date": found.required("date", _cells.day, _NEVER, "every row has its day: download the file again"),
        "metric": [metric] * size,
        # A day may be below 0: the platform takes false engagement back on the day that it finds it.
        "value": found.read("value", _cells.change, NOTHING),
        "captured_at": [captured] * size,
        **found.where(),
    }
    return Reading({"account_daily": columns}, size, found.dropped, tuple(found.problems), places=found.columns())
