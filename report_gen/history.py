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

from report_gen.config import MOST_WINDOW, ClientConfig
from report_gen.errors import CoverageError
from report_gen.readers.note_list import ROW_CAP
from report_gen.tables import COUNTERS, DAILY_METRICS, Tables
from report_gen.topics import topics
from report_gen.wording import Enumeration, Wording, say

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
class Edge:
    """Where a period opens or closes, and the day of the reading that stands for it."""

    account: str
    day: dt.date
    reading: dt.date
    closes: bool

    @property
    def days_off(self) -> pd.DatetimeIndex:
        """The days between the two: none where the list was captured on the edge itself."""
        first, last = sorted((self.day, self.reading))
        return pd.date_range(first, last, inclusive="left", unit="us")


@dataclass(frozen=True)
class MonthData:
    """All that a month's metrics are computed from.

    notes: a row per note (index `note`): title, published_at, format, pillar, traits, `flags` (a tuple), the month's
        activity under the counters' names, the last reading as `lifetime_<counter>` and what the note opened at as
        `opened_<counter>`; NaN = unknown. `file` and `row` are those of the last reading, `opening_file` and `opening_row`
        of the opening one. Why an activity is unknown: `gone` from the closing list, `unread` in the opening one, and of
        these `below_cap`. `hidden_on`: the last day between the two whose list lacks the note, though one before has it.
    daily: a row per day of the period, a column per metric, summed over accounts; NaN where an account lacks the day.
    ranks: the readings of the period; paid: its advertising.
    clicks: those of which a day is the period's; which of them count, `metrics.click_throughs` says.
    creators: the collaborations published in the period, a row each: the reading that stands for it.
    snapshots, trends: all note lists (of each account's day the newest) and all daily trends, before and after too.
    """

    config: ClientConfig
    period: Period
    boundaries: tuple[Boundary, ...]
    notes: pd.DataFrame
    daily: pd.DataFrame
    ranks: pd.DataFrame
    clicks: pd.DataFrame
    paid: pd.DataFrame
    creators: pd.DataFrame
    snapshots: pd.DataFrame
    trends: pd.DataFrame
    files: frozenset[str]

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
    ranks = _titled(tables.keyword_ranks[_within(tables.keyword_ranks["date"], period)], snapshots)
    clicks = tables.clicks[_touching(tables.clicks, period)]
    paid = tables.paid_daily[_within(tables.paid_daily["date"], period)]
    creators = _collaborations(tables.creator_snapshots, config, period)
    beside = _beside(tables.account_daily, bounds, period)
    used = (trends, beside, ranks, clicks, paid, creators)
    files = {*notes["file"], *notes["opening_file"].dropna(), *(file for frame in used for file in frame["file"])}
    return MonthData(
        config,
        period,
        bounds,
        notes,
        _daily(tables.account_daily, period, bounds),
        ranks,
        clicks,
        paid,
        creators,
        snapshots,
        tables.account_daily,
        frozenset(files),
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
    """Of several captures of an account on one day, only the rows of the latest file; where that was cut off at the
    platform's cap, also the notes that only the others have. `is_cut_off`: notes are still missing from the day's list."""
    days = ["account", "captured_on"]
    rows = snapshots.sort_values(["captured_at", "file"], ascending=False, kind="stable")
    newest = rows["file"] == rows.groupby(days)["file"].transform("first")
    capped = newest.groupby([rows[day] for day in days]).transform("sum") == ROW_CAP
    repeated = rows.duplicated([*days, "note"])
    kept = rows[(newest | capped) & ~repeated].assign(is_cut_off=capped)
    if not capped.any():
        return kept.sort_index()
    # Sorted the other way, a list begins where the first ended: once two share a note, nothing is between them.
    joined = repeated.groupby([rows[day] for day in days]).transform("any")
    return kept.assign(is_cut_off=capped & ~joined).sort_index()


def _boundary(account: str, dates: list[dt.date], period: Period, config: ClientConfig) -> Boundary:
    window = dt.timedelta(days=config.capture_window_days)
    opening = nearest(dates, period.start, window)
    closing = nearest(dates, period.end, window)
    if closing is None or closing == opening:
        raise CoverageError(_no_reading(period.month, period.end, window, dates, account))
    if opening is None and dates[0] < period.start:
        raise CoverageError(_no_reading(period.month, period.start, window, dates, account))
    return Boundary(account, opening, closing)


def _no_reading(month: str, boundary: dt.date, window: dt.timedelta, dates: list[dt.date], account: str) -> str:
    closest = min(dates, key=lambda d: abs(d - boundary), default=None)
    whose = f" of account {account}" if account else ""
    there = f"The nearest was captured on {closest}." if closest else "There is none at all."
    off = abs(closest - boundary).days if closest else MOST_WINDOW + 1
    otherwise = (
        f"; without one, write capture_window_days: {off} in client.yml" if window.days < off <= MOST_WINDOW else ""
    )
    return (
        f"{month} can't be built: no note list{whose} was captured between {boundary - window} and {boundary + window}. "
        f"{there} Put a 笔记列表明细表 that was exported on one of those days into exports/{otherwise}."
    )


def _dates(captured_on: pd.Series) -> list[dt.date]:
    return sorted(stamp.date() for stamp in captured_on.drop_duplicates())


def _touching(rows: pd.DataFrame, period: Period) -> pd.Series:
    """Rows over several days, `date` to `until`, of which at least one is the period's."""
    return (rows["until"] >= pd.Timestamp(period.start)) & (rows["date"] < pd.Timestamp(period.end))


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
    notes = seen.sort_values("captured_on", kind="stable").drop_duplicates("note", keep="last").set_index("note")
    notes = notes[notes["published_at"] < end]
    new = notes["published_at"] >= start
    if bound.opening is None:  # the first month: what older notes earned before can't be told apart
        notes, new = notes[new], new[new]
    opens_at_zero = new | (~notes.index.isin(opening.index) & (_midnights(notes["published_at"]) >= first))
    counters = list(COUNTERS)
    before = opening.reindex(notes.index)[counters].where(~opens_at_zero, 0.0)
    now = closing.reindex(notes.index)[counters]
    notes = notes.rename(columns={c: f"lifetime_{c}" for c in counters}).join(now - before)
    notes = notes.join(before.add_prefix("opened_"))
    gone = ~notes.index.isin(closing.index)
    unread = ~notes.index.isin(opening.index) & ~opens_at_zero & ~gone
    notes["gone"], notes["unread"], notes["new"] = gone, unread, new
    notes["below_cap"] = (gone & closing["is_cut_off"].any()) | (unread & opening["is_cut_off"].any())
    notes["hidden_on"] = _hidden_on(own, bound, notes.index)
    notes["negative"] = (notes[counters] < 0).any(axis=1)
    notes[["opening_file", "opening_row"]] = opening[["file", "row"]].reindex(notes.index)
    return notes.sort_values(["published_at", "title"])


def edges(bound: Boundary, period: Period) -> tuple[Edge, ...]:
    """The account's closing edge of the period, and the opening one where there is a reading."""
    closing = Edge(bound.account, period.end, bound.closing, closes=True)
    return (closing, Edge(bound.account, period.start, bound.opening, closes=False)) if bound.opening else (closing,)


def _beside(trends: pd.DataFrame, bounds: Iterable[Boundary], period: Period) -> pd.DataFrame:
    """What the trends have for the days by which readings miss the month's edges: totals are reconciled by them."""
    wanted = [(edge.account, day) for bound in bounds for edge in edges(bound, period) for day in edge.days_off]
    places = pd.MultiIndex.from_frame(trends[["account", "date"]])
    return trends[places.isin(wanted)]


def _collaborations(snapshots: pd.DataFrame, config: ClientConfig, period: Period) -> pd.DataFrame:
    """Each collaboration published in the period at one reading: the nearest to the period's end within the window (on a
    tie the later), else the latest before it, else the first after it. `captured_on` says which."""
    own = snapshots[_within(snapshots["published_on"], period)]
    late = (own["captured_on"] - pd.Timestamp(period.end)).dt.days
    window = config.capture_window_days
    group = np.select([late.abs() <= window, late < 0], [0, 1], 2)
    order = own.assign(_group=group, _off=late.abs(), _late=-late)
    # Within a day the newest file comes first, so that it is the one that is kept.
    order = order.sort_values(["captured_at", "file", "row"], ascending=False)
    order = order.sort_values(["_group", "_off", "_late"], kind="stable")
    # A table of someone's own may have no ids.
    order["_note"] = order["note"].where(order["note"] != "", order["title"])
    first = order.drop_duplicates(["account", "creator", "_note"])
    return first.sort_values(["published_on", "creator", "note"])[list(snapshots.columns)]


def _reading(own: pd.DataFrame, day: dt.date | None) -> pd.DataFrame:
    rows = own[own["captured_on"] == pd.Timestamp(day)] if day else own.iloc[:0]
    return rows.set_index("note")


def _hidden_on(own: pd.DataFrame, bound: Boundary, notes: pd.Index) -> pd.Series:
    """Per note: the last day before the closing reading whose list lacks it though an earlier list has it; NaT if none."""
    known_since = own.groupby("note")["captured_on"].min().reindex(notes)
    hidden_on = pd.Series(pd.NaT, index=notes, dtype="datetime64[us]")
    first, last = pd.Timestamp(bound.opening or own["captured_on"].min()), pd.Timestamp(bound.closing)
    between = own[(own["captured_on"] >= first) & (own["captured_on"] < last) & ~own["is_cut_off"]]
    for day, rows in between.groupby("captured_on"):
        hidden_on[(known_since < day) & ~notes.isin(rows["note"])] = day
    return hidden_on


def _midnights(moments: pd.Series) -> pd.Series:
    """The calendar day of each moment in its own zone, without the zone."""
    days: pd.Series = moments.dt.tz_localize(None).dt.normalize()
    return days


def _with_topics(notes: pd.DataFrame, tables: Tables, config: ClientConfig) -> pd.DataFrame:
    rows = zip(notes.index, notes["note_id"], notes["title"], notes["published_at"], strict=True)
    found = [topics(title, _tag((note_id, key), moment, tables), config) for key, note_id, title, moment in rows]
    return notes.assign(
        pillar=pd.Series([t.pillar for t in found], index=notes.index, dtype="object"),
        traits=pd.Series([t.traits for t in found], index=notes.index, dtype="object"),
    )


def _tag(names: Iterable[str], published_at: pd.Timestamp, tables: Tables) -> dict[str, str]:
    """The analyst's tag, by the note's id or key, or by its publication in Xiaohongshu's wall clock (UTC+8)."""
    if not tables.note_tags:
        return {}
    wall = published_at.tz_convert(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%dT%H:%M:%S")
    return next((tables.note_tags[name] for name in (*names, wall) if name in tables.note_tags), {})


def _titled(ranks: pd.DataFrame, snapshots: pd.DataFrame) -> pd.DataFrame:
    """The readings, their notes by title where an id says which note it is."""
    named = snapshots[(snapshots["note_id"] != "") & (snapshots["title"] != "")].sort_values(
        "captured_on", kind="stable"
    )
    titles = dict(zip(named["note_id"], named["title"], strict=True))
    return ranks.assign(note=ranks["note"].map(lambda note: titles.get(note, note)).astype("string"))


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


def day_runs(days: Iterable[dt.date]) -> str:
    """Days in order, those in a row as one: 2026-10-01 to 2026-10-02, 2026-10-05"""
    return runs_of(days)(Wording())


def runs_of(days: Iterable[dt.date]) -> Enumeration:
    """The same, to be said in any language."""
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return Enumeration(
        tuple(say("{first} to {last}", first=run[0], last=run[-1]) if len(run) > 1 else run[0] for run in runs)
    )


def known(notes: pd.DataFrame, *counters: str) -> pd.DataFrame:
    """The notes whose activity is known for all of these counters."""
    return notes[np.logical_and.reduce([notes[c].notna() for c in counters])]
