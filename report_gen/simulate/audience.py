"""What the account as a whole sees each day: followers, profile visits, and clicks on the way out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report_gen.simulate.events import METRICS, Floats
from report_gen.simulate.plan import Destination, Plan, first_day, last_day


def daily(plan: Plan, notes: pd.DataFrame, events: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A row per day: sums over notes, and what belongs to no note."""
    sums = events.groupby("date")[list(METRICS)].sum()
    days = pd.date_range(plan.first_day, plan.last_day, unit="s", name="date")
    sums = sums.reindex(days, fill_value=0)
    if plan.followers_per_save:
        saved = sums["saves"].clip(lower=0).shift(plan.follow_lag, fill_value=0).to_numpy()
        sums["new_followers"] += random.poisson(plan.followers_per_save * saved)
    sums["lost_followers"] = random.poisson(0.6 + _leaving(notes, events, days))
    seen = sums["views"].clip(lower=0).to_numpy()  # views taken back say nothing of who came
    sums["profile_visits"] = random.poisson(plan.profile_base + plan.profile_per_view * seen)
    published = notes["published_at"].dt.normalize().value_counts()
    sums["notes_published"] = published.reindex(days, fill_value=0)
    return sums


def _leaving(notes: pd.DataFrame, events: pd.DataFrame, days: pd.DatetimeIndex) -> Floats:
    """Expected losses per day: followers who came for a prize leave over the weeks after it."""
    fleeting = events["new_followers"] * events["note"].map(notes["fleeting"])
    won = fleeting.groupby(events["date"]).sum().reindex(days, fill_value=0).to_numpy()
    after = np.concatenate([np.zeros(7), np.exp(-np.arange(45) / 12)])
    return np.convolve(won, after / after.sum())[: len(days)]


def clicks(plan: Plan, views: pd.Series, random: np.random.Generator) -> pd.DataFrame:
    """A row per destination and day of the reported months; `views` are the account's per day."""
    shown = views.loc[str(first_day(plan.first_month)) : str(last_day(plan.last_month))].clip(lower=0)

    def of(destination: Destination) -> pd.DataFrame:
        expected = (destination.base + destination.per_view * shown.to_numpy()) * _kept(destination, plan, shown.index)
        return pd.DataFrame({"destination": destination.name, "date": shown.index, "clicks": random.poisson(expected)})

    frames = [of(destination) for destination in plan.destinations]
    if not frames:
        return pd.DataFrame({"destination": [], "date": shown.index[:0], "clicks": []})
    return pd.concat(frames, ignore_index=True).sort_values(["date", "destination"], kind="stable", ignore_index=True)


def _kept(destination: Destination, plan: Plan, days: pd.Index) -> Floats:
    """Factor on a day's clicks: something else in the last month, nothing once the link is broken."""
    kept = np.where(days >= pd.Timestamp(first_day(plan.last_month)), destination.kept, 1.0)
    kept[len(days) - destination.dead_for :] = 0
    return kept
