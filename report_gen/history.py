"""Snapshots → a month's activity. Counters are cumulative, so a month is the difference of two readings.

A reading at a boundary is the note list captured nearest to it, within `capture_window_days` on either side; on a tie the
later. A list captured on day D is the state at the start of D.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from report_gen.config import ClientConfig
from report_gen.errors import CoverageError
from report_gen.tables import COUNTERS, DAILY_METRICS, Quality, Tables
from report_gen.topics import topics

# What the account as a whole did, as far as a month's completeness is concerned.
TREND_METRICS = tuple(m for m in DAILY_METRICS if m != "notes_published")


@dataclass(frozen=True)
class Period:
    """The days of a month that are reported, `start` included, `end` not. Partial: the exports end before the month does."""

    month: str
    start: dt.date
    end: dt.date
    partial: bool = False

    @classmethod
    def of(cls, month: str) -> Period:
        start = dt.date.fromisoformat(f"{month}-01")
        return cls(month, start, (start + dt.timedelta(days=31)).replace(day=1))

    @property
    def days(self) -> pd.DatetimeIndex:
        return pd.date_range(self.start, self.end, inclusive="left", unit="us")


@dataclass(frozen=True)
class Boundary:
    """One account's readings for a month, as capture dates. No opening: the account's first month."""

    account: str
    opening: dt.date | None
    closing: dt.date


@dataclass(frozen=True)
class MonthData:
    """All that a month's metrics are computed from.

    notes: a row per note (index `note`): title, published_at, format, pillar, traits, `flags` (a tuple), the month's
        activity under the counters' names and the lifetime counters as `lifetime_<counter>`; NaN = unknown.
    daily: a row per day of the period, a column per metric, summed over accounts; NaN where an account lacks the day.
    ranks: the readings of the period; clicks: the clicks of the period.
    """

    config: ClientConfig
    period: Period
    boundaries: tuple[Boundary, ...]
    notes: pd.DataFrame
    daily: pd.DataFrame
    ranks: pd.DataFrame
    clicks: pd.DataFrame
    files: frozenset[str]
    quality: tuple[Quality, ...]

    @property
    def first_month(self) -> bool:
        return any(b.opening is None for b in self.boundaries)

    def complete(self, metric: str) -> bool:
        """Whether the daily trends have every day of the period for that metric."""
        return metric in self.daily and bool(self.daily[metric].notna().all())


def month_data(tables: Tables, config: ClientConfig, period: Period) -> MonthData:
    """The month's rows of every table, the notes' counters turned into the month's activity.

    Raises CoverageError where a boundary has no reading."""
    bounds = boundaries(tables.note_snapshots, config, period)
    snapshots = newest_per_day(tables.note_snapshots)
    notes = pd.concat([_activity(snapshots, bound, period) for bound in bounds])
    notes = _with_topics(notes, tables, config)
    trends = tables.account_daily[_within(tables.account_daily["date"], period)]
    ranks = tables.keyword_ranks[_within(tables.keyword_ranks["date"], period)]
    clicks = tables.clicks[_within(tables.clicks["date"], period)]
    files = {*notes["file"], *notes["opening_file"].dropna(), *trends["file"], *ranks["file"], *clicks["file"]}
    return MonthData(
        config,
        period,
        bounds,
        notes,
        _daily(tables.account_daily, period, bounds),
        ranks,
        clicks,
        frozenset(files),
        tuple(_quality(notes)),
    )


def months(snapshots: pd.DataFrame) -> list[str]:
    """Every month that any capture could open or close, oldest first."""
    if snapshots.empty:
        return []
    first, last = snapshots["captured_on"].min(), snapshots["captured_on"].max()
    return [str(p) for p in pd.period_range(first.to_period("M") - 1, last.to_period("M"), freq="M")]


def boundaries(snapshots: pd.DataFrame, config: ClientConfig, period: Period) -> tuple[Boundary, ...]:
    """Each account's readings for the period; an account that began later is left out."""
    window = dt.timedelta(days=0 if period.partial else config.capture_window_days)
    captures = {account: _dates(rows) for account, rows in snapshots.groupby("account")["captured_on"]}
    begun = {account: dates for account, dates in captures.items() if dates[0] <= period.end + window}
    if not begun:
        raise CoverageError(
            _no_reading(period.month, period.end, window, [d for ds in captures.values() for d in ds], "")
        )
    return tuple(_boundary(str(account), dates, period, config) for account, dates in sorted(begun.items()))


def nearest(dates: Iterable[dt.date], boundary: dt.date, window: dt.timedelta) -> dt.date | None:
    """The date nearest to the boundary within the window; on a tie the later."""
    near = [d for d in dates if abs(d - boundary) <= window]
    return min(near, key=lambda d: (abs(d - boundary), -d.toordinal()), default=None)


def newest_per_day(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Of several captures of an account on one day, only the rows of the latest file."""
    order = snapshots[["account", "captured_on", "captured_at", "file"]].drop_duplicates()
    newest = order.sort_values(["captured_at", "file"]).groupby(["account", "captured_on"])["file"].last()
    kept = snapshots.merge(newest.rename("newest"), left_on=["account", "captured_on"], right_index=True)
    return kept[kept["file"] == kept["newest"]].drop(columns="newest")


def _boundary(account: str, dates: list[dt.date], period: Period, config: ClientConfig) -> Boundary:
    window = dt.timedelta(days=config.capture_window_days)
    opening = nearest(dates, period.start, window)
    closing = period.end if period.partial else nearest(dates, period.end, window)
    if closing is None or closing == opening:
        raise CoverageError(_no_reading(period.month, period.end, window, dates, account))
    if opening is None and dates[0] < period.start:
        raise CoverageError(_no_reading(period.month, period.start, window, dates, account))
    return Boundary(account, opening, closing)


def _no_reading(month: str, boundary: dt.date, window: dt.timedelta, dates: list[dt.date], account: str) -> str:
    closest = min(dates, key=lambda d: abs(d - boundary), default=None)
    whose = f" of account {account}" if account else ""
    there = f"The nearest was captured on {closest}." if closest else "There is none at all."
    return (
        f"{month} can't be built: no note list{whose} was captured between {boundary - window} and {boundary + window}. "
        f"{there} Export 笔记列表明细表 on one of those days, put an earlier download from then into exports/, or widen "
        "capture_window_days in client.yml."
    )


def _dates(captured_on: pd.Series) -> list[dt.date]:
    return sorted(stamp.date() for stamp in captured_on.drop_duplicates())


def _within(dates: pd.Series, period: Period) -> pd.Series:
    return (dates >= pd.Timestamp(period.start)) & (dates < pd.Timestamp(period.end))


def _activity(snapshots: pd.DataFrame, bound: Boundary, period: Period) -> pd.DataFrame:
    """The account's notes of the month with what each earned in it. A row for every note seen between the two readings."""
    own = snapshots[snapshots["account"] == bound.account]
    zone = own["published_at"].dt.tz
    start, end = (pd.Timestamp(day, tz=zone) for day in (period.start, period.end))
    closing, opening = _reading(own, bound.closing), _reading(own, bound.opening)
    first = pd.Timestamp(bound.opening or period.start)
    seen = own[(own["captured_on"] >= first) & (own["captured_on"] <= pd.Timestamp(bound.closing))]
    notes = seen.sort_values("captured_on").groupby("note").last()
    notes = notes[notes["published_at"] < end]
    new = notes["published_at"] >= start
    if bound.opening is None:  # the first month: what older notes earned before can't be told apart
        notes, new = notes[new], new[new]
    opens_at_zero = new | (~notes.index.isin(opening.index) & (_midnights(notes["published_at"]) >= first))
    counters = list(COUNTERS)
    before = opening.reindex(notes.index)[counters].where(~opens_at_zero, 0.0)
    now = closing.reindex(notes.index)[counters]
    notes = notes.rename(columns={c: f"lifetime_{c}" for c in counters}).join(now - before)
    gone = ~notes.index.isin(closing.index)
    unread = ~notes.index.isin(opening.index) & ~opens_at_zero
    notes["gone"], notes["unread"], notes["new"] = gone, unread & ~gone, new
    notes["negative"] = (notes[counters] < 0).any(axis=1)
    notes["opening_file"] = opening["file"].reindex(notes.index)
    return notes.sort_values(["published_at", "title"])


def _reading(own: pd.DataFrame, day: dt.date | None) -> pd.DataFrame:
    rows = own[own["captured_on"] == pd.Timestamp(day)] if day else own.iloc[:0]
    return rows.set_index("note")


def _midnights(moments: pd.Series) -> pd.Series:
    """The calendar day of each moment in its own zone, without the zone."""
    days: pd.Series = moments.dt.tz_localize(None).dt.normalize()
    return days


def _with_topics(notes: pd.DataFrame, tables: Tables, config: ClientConfig) -> pd.DataFrame:
    rows = zip(notes.index, notes["title"], notes["published_at"], strict=True)
    found = [topics(title, _tag(key, published_at, tables), config) for key, title, published_at in rows]
    return notes.assign(
        pillar=pd.Series([t.pillar for t in found], index=notes.index, dtype="object"),
        traits=pd.Series([t.traits for t in found], index=notes.index, dtype="object"),
    )


def _tag(key: str, published_at: pd.Timestamp, tables: Tables) -> dict[str, str]:
    """The analyst's tag, by the note's key or by its publication in Xiaohongshu's wall clock (UTC+8)."""
    if not tables.note_tags:
        return {}
    wall = published_at.tz_convert(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%dT%H:%M:%S")
    return tables.note_tags.get(key) or tables.note_tags.get(wall) or {}


def _daily(trends: pd.DataFrame, period: Period, bounds: Iterable[Boundary]) -> pd.DataFrame:
    """Days × metrics, summed over the accounts; a day that one account lacks is missing, not smaller.

    A metric that the exports of any month have is a column: a month without it lacks days, it did not earn nothing."""
    exported = set(trends["metric"].unique())
    present = [m for m in DAILY_METRICS if m in exported]
    trends = trends[_within(trends["date"], period)]
    accounts = sorted({b.account for b in bounds} | set(trends["account"]))
    table = trends.pivot(index=["account", "date"], columns="metric", values="value").reindex(columns=present)
    every = pd.MultiIndex.from_product([accounts, period.days], names=["account", "date"])
    # min_count: a sum over accounts of which one is missing is missing.
    return table.reindex(every).groupby("date").sum(min_count=len(accounts))


def missing_days(month: MonthData, metrics: Iterable[str] = TREND_METRICS) -> list[dt.date]:
    """Days of the period on which the trends lack any of the metrics."""
    table = month.daily.reindex(columns=list(metrics))
    return [stamp.date() for stamp in table.index[table.isna().any(axis=1)]]


def _quality(notes: pd.DataFrame) -> Iterable[Quality]:
    for row in notes[notes["gone"]].itertuples():
        yield _note_quality(
            "note_gone", row, f"“{row.title}” ({row.published_at:%Y-%m-%d %H:%M}) is in an earlier note list but not in the "
            "closing one: deleted or hidden. Its activity of the month is unknown and left out of the sums."
        )  # fmt: skip
    for row in notes[notes["unread"]].itertuples():
        yield _note_quality(
            "note_unread", row, f"“{row.title}” ({row.published_at:%Y-%m-%d %H:%M}) is older than the opening note list but not "
            "in it: its activity of the month is unknown and left out of the sums."
        )  # fmt: skip
    for row in notes[notes["negative"]].itertuples():
        fallen = ", ".join(f"{c} {int(getattr(row, c))}" for c in COUNTERS if getattr(row, c) < 0)
        yield _note_quality(
            "negative_activity", row, f"“{row.title}” has fewer than a month ago ({fallen}): the platform took false engagement "
            "back, or people did. The difference stands."
        )  # fmt: skip


def _note_quality(code: str, row: object, message: str) -> Quality:
    severity = "info" if code == "negative_activity" else "warning"
    return Quality(code=code, severity=severity, message=message, file=row.file, row=int(row.row))  # type: ignore[attr-defined]


def known(notes: pd.DataFrame, *counters: str) -> pd.DataFrame:
    """The notes whose activity is known for all of these counters."""
    return notes[np.logical_and.reduce([notes[c].notna() for c in counters])]
