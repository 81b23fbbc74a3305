"""Where the account's notes stand in search: what somebody finds who looks a keyword up, day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report_gen.simulate.events import Floats
from report_gen.simulate.notes import DAYS_PER_MONTH
from report_gen.simulate.plan import Keyword, Plan, first_day, last_day

DEEPEST_RANK = 50  # nobody scrolls further; beyond it a keyword counts as not found


def ranks(plan: Plan, notes: pd.DataFrame, events: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A row per look, in the reported months."""
    days = pd.date_range(first_day(plan.first_month), last_day(plan.last_month), unit="s")
    frames = [_looks(keyword, plan, days, random) for keyword in plan.keywords]
    if not frames:
        return pd.DataFrame({"keyword": [], "date": days[:0], "rank": [], "note": []})
    looks = pd.concat(frames, ignore_index=True)
    holders = _holders(plan, notes, events)
    months = looks["date"].dt.strftime("%Y-%m")
    looks["note"] = [
        holders[keyword, month] if found else ""
        for keyword, month, found in zip(looks["keyword"], months, looks["rank"].notna(), strict=True)
    ]
    return looks.sort_values(["date", "keyword"], kind="stable", ignore_index=True)


def _looks(keyword: Keyword, plan: Plan, days: pd.DatetimeIndex, random: np.random.Generator) -> pd.DataFrame:
    """Most days one look, some two, a few none."""
    looks = 1 + (random.random(len(days)) < 0.15) - (random.random(len(days)) < 0.02)
    dates = days.repeat(looks)
    middle = pd.Timestamp(first_day(plan.last_month)) + pd.Timedelta(days=14)
    months_ago = (middle - dates).days.to_numpy() / DAYS_PER_MONTH
    level = np.exp(_along(months_ago, [(ago, float(np.log(rank))) for ago, rank in keyword.path]))
    rank = np.maximum(1, np.rint(level * np.exp(random.normal(0, 0.1, len(dates)))))
    seen = (random.random(len(dates)) < _along(months_ago, [*keyword.found])) & (rank <= DEEPEST_RANK)
    return pd.DataFrame({"keyword": keyword.term, "date": dates, "rank": np.where(seen, rank, np.nan)})


def _along(months_ago: Floats, points: list[tuple[float, float]]) -> Floats:
    """Straight lines between points of (months ago, value); level before the first and after the last."""
    ago, values = zip(*sorted(points), strict=True)
    return np.asarray(np.interp(months_ago, ago, values))


def _holders(plan: Plan, notes: pd.DataFrame, events: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Which note holds a keyword in a month: of those with the cue in their title the most viewed until its end."""
    holders = {}
    for month in plan.reported_months:
        seen = events.loc[events["date"] <= pd.Timestamp(last_day(month))]
        views = seen.groupby("note")["views"].sum()
        ranked = notes.loc[views.sort_values(ascending=False, kind="stable").index, "title"].tolist()
        for keyword in plan.keywords:
            holders[keyword.term, month] = next((title for title in ranked if keyword.cue in title and title), "")
    return holders
