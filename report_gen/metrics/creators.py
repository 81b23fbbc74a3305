"""Collaborations with creators (蒲公英) published in the month, by creator: what they cost, and what was kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import numpy as np
import pandas as pd

from report_gen.collaborations import TIERS
from report_gen.history import MonthData
from report_gen.report import Creator
from report_gen.statistics import rate_interval
from report_gen.tables import Quality
from report_gen.wording import Say, say

FAR_BELOW, FEWEST_CREATORS = 0.25, 5  # of the median of the month's other creators
ENGAGEMENT = ("likes", "comments", "saves", "shares")


def compute(month: MonthData) -> dict[str, object]:
    if month.creators.empty:
        return {}
    per = month.config.save_rate.per
    groups = [(str(name), rows) for name, rows in month.creators.groupby("creator")]
    inflated = _inflated(dict(groups))
    creators = [_creator(name, rows, per, name in inflated) for name, rows in groups]
    ordered = sorted(creators, key=lambda c: (c.save_rate is None, -(c.save_rate or 0), c.name))
    return {"creators": tuple(ordered), "quality": tuple(_quality(month))}


def _creator(name: str, rows: pd.DataFrame, per: str, is_inflated: bool) -> Creator:
    """Sums over the creator's notes; a sum of which a part is unknown is unknown."""
    followers, saves, fee = _latest(rows, "followers"), _total(rows, "saves"), rows["fee"].sum(skipna=False)
    rate, interval = _save_rate(rows, per)
    flags = (("inflated_audience",) if is_inflated else ()) + (() if fee > 0 else ("no_fee",))
    return Creator(
        name=name,
        followers=followers,
        tier=_tier(followers),
        notes=len(rows),
        impressions=_total(rows, "impressions"),
        views=_total(rows, "views"),
        saves=saves,
        save_rate=rate,
        interval=interval,
        fee=None if np.isnan(fee) else float(fee),
        cost_per_save=float(fee / saves) if saves and fee > 0 else None,
        flags=flags,
    )


def _total(rows: pd.DataFrame, counter: str) -> int | None:
    total = rows[counter].sum(skipna=False)
    return None if np.isnan(total) else int(total)


def _latest(rows: pd.DataFrame, column: str) -> int | None:
    known = rows.dropna(subset=[column]).sort_values("captured_at", kind="stable")
    return int(known[column].iloc[-1]) if len(known) else None


def _tier(followers: int | None) -> str | None:
    return None if followers is None else [name for name, least in TIERS if followers >= least][-1]


def _save_rate(rows: pd.DataFrame, per: str) -> tuple[float | None, tuple[float, float] | None]:
    """Σ saves ÷ Σ per over the notes of which both are known. No export has reach."""
    if per not in rows:
        return None, None
    both = rows[["saves", per]].dropna()
    saves, wholes = both["saves"].to_numpy(dtype=float), both[per].to_numpy(dtype=float)
    if wholes.sum() <= 0:
        return None, None
    return float(saves.sum() / wholes.sum()), rate_interval(saves, wholes)


# -- audiences


def _inflated(groups: dict[str, pd.DataFrame]) -> set[str]:
    """Creators whose followers hardly read and whose readers hardly react: views per follower (a note) and engagement per
    view (the platform's 互动率) both below a quarter of the median of the others. Large accounts are read by a smaller part
    of their followers, so that the first alone says little. Nobody with fewer than five creators to compare."""
    known = {name: signs for name, rows in groups.items() if (signs := _signs(rows)) is not None}
    if len(known) < FEWEST_CREATORS:
        return set()
    return {name for name in known if all(_is_far_below(name, known, sign) for sign in (0, 1))}


def _signs(rows: pd.DataFrame) -> tuple[float, float] | None:
    """Views per note and follower, and engagement per view; None where a count is unknown or nothing was seen."""
    followers, views = _latest(rows, "followers"), _total(rows, "views")
    engaged = rows[list(ENGAGEMENT)].sum(axis=1, skipna=False).sum(skipna=False)
    if not followers or not views or np.isnan(engaged):
        return None
    return views / len(rows) / followers, float(engaged / views)


def _is_far_below(name: str, known: dict[str, tuple[float, float]], sign: int) -> bool:
    others = median(signs[sign] for other, signs in known.items() if other != name)
    return known[name][sign] < FAR_BELOW * others


# -- what the data limit


def _quality(month: MonthData) -> Iterator[Quality]:
    """Readings away from the month's end: too early lacks what came after, too late holds what belongs to the next month."""
    off = (month.creators["captured_on"] - pd.Timestamp(month.period.end)).dt.days
    window = month.config.capture_window_days
    early, late = month.creators[off < -window], month.creators[off > window]
    if len(early):
        message = say(
            "{count} of the month's collaborations were read on {days}, before the month ended: what they earned afterwards is "
            "missing.",
            count=len(early), days=_days(early),
        )  # fmt: skip
        advice = say(
            "Export 笔记批量数据 from 蒲公英 as it was updated around {day}, and build again.", day=month.period.end
        )
        yield Quality.told("creators_early", "warning", message, advice, *_place(early))
    if len(late):
        message = say(
            "{count} of the month's collaborations were read on {days}, after the month ended: their counters hold later days, "
            "too.",
            count=len(late), days=_days(late),
        )  # fmt: skip
        yield Quality.told("creators_late", "info", message, None, *_place(late))


def _days(rows: pd.DataFrame) -> Say:
    first, last = rows["captured_on"].min().date(), rows["captured_on"].max().date()
    return say("{first} to {last}", first=first, last=last) if first < last else say("{day}", day=first)


def _place(rows: pd.DataFrame) -> tuple[str, int]:
    first = rows.sort_values(["captured_on", "row"]).iloc[0]
    return str(first["file"]), int(first["row"])
