"""What each note earns each day: counts drawn from its own rates and the attention that the day brings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from report_gen.simulate.notes import DAYS_PER_MONTH, UNCOUNTED_VIEWS
from report_gen.simulate.plan import Plan, Turn, first_day, months_before

METRICS = ("impressions", "views", "likes", "comments", "saves", "shares", "new_followers")

_WEEKDAYS = np.array([0.96, 0.94, 0.95, 0.97, 1.02, 1.10, 1.08])  # Monday first
_DAY_SHAPE = 3.0  # of the gamma that a day's impressions vary with: a negative binomial, as feeds behave

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


def events(plan: Plan, notes: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A row per note and day of its life, with a column per metric and `cover_clicks`."""
    days = pd.date_range(plan.first_day, plan.last_day, unit="s")
    age = _age(notes, days)
    alive = (age >= 0) & ~(days.to_numpy()[None, :] >= notes["deleted_on"].to_numpy()[:, None])
    attention = _attention(notes, days, age) * alive
    counts = _counts(notes, attention, _Turned(plan, notes, days), random)
    _take_away(plan, counts, random)
    alive &= ~_hidden(notes, days)
    note, day = np.nonzero(alive)
    return pd.DataFrame({"note": note, "date": days[day], **{name: grid[note, day] for name, grid in counts.items()}})


def _age(notes: pd.DataFrame, days: pd.DatetimeIndex) -> Ints:
    """Days since publication, notes × days; negative before it."""
    published = notes["published_at"].dt.normalize().to_numpy()
    elapsed = days.to_numpy()[None, :] - published[:, None]
    return np.asarray(elapsed / np.timedelta64(1, "D"), dtype=np.int64)


def _attention(notes: pd.DataFrame, days: pd.DatetimeIndex, age: Ints) -> Floats:
    """The share of a note's whole reach that a day brings: a burst in the feed, then a tail that search keeps alive, long
    for guides. Sums to about 1 over a note's life."""
    tail_share, tail_days = notes["tail_share"].to_numpy()[:, None], notes["tail_days"].to_numpy()[:, None]
    burst = (1 - tail_share) * np.exp(-np.maximum(age, 0) / 4) * (1 - np.exp(-1 / 4))
    tail = tail_share * np.exp(-np.maximum(age, 0) / tail_days) * (1 - np.exp(-1 / tail_days))
    # On the first day there is only the evening left.
    left = 1 - notes["published_at"].dt.hour.to_numpy()[:, None] / 24
    first_day_share = np.where(age == 0, left, 1)
    return np.asarray((burst + tail) * first_day_share * _WEEKDAYS[days.day_of_week.to_numpy()][None, :])


class _Turned:
    """What lasting changes make of the notes' rates."""

    def __init__(self, plan: Plan, notes: pd.DataFrame, days: pd.DatetimeIndex) -> None:
        self._plan, self._notes, self._days = plan, notes, days

    def __call__(self, rate: str) -> Any:
        """A factor per note and day; 1 where nothing ever changes."""
        turns = [turn for turn in self._plan.turns if turn.of == rate]
        return np.prod([self._factors(turn) for turn in turns], axis=0) if turns else 1

    def _factors(self, turn: Turn) -> Floats:
        notes = self._notes
        meant = notes["title"].str.contains(turn.word, regex=False)
        meant &= notes["topic"].eq(turn.topic) | (turn.topic == "")
        meant &= notes["format"].eq(turn.format) | (turn.format == "")
        return np.where(meant.to_numpy()[:, None] & self._since(turn)[None, :], turn.factor, 1.0)

    def _since(self, turn: Turn) -> Any:
        if turn.months_ago is None:
            return np.ones(len(self._days), dtype=bool)
        whole = int(np.ceil(turn.months_ago))
        begun = pd.Timestamp(first_day(months_before(self._plan.last_month, whole)))
        later = pd.Timedelta(days=round((whole - turn.months_ago) * DAYS_PER_MONTH))
        return self._days.to_numpy() >= (begun + later).to_numpy()


def _counts(notes: pd.DataFrame, attention: Floats, turned: _Turned, random: np.random.Generator) -> dict[str, Ints]:
    """Counts per note and day, by metric."""

    def column(name: str) -> Floats:
        return np.asarray(notes[name].to_numpy(dtype=float)[:, None])

    def share_of(whole: Ints, rate: str) -> Ints:
        return random.binomial(whole, np.minimum(column(rate) * turned(rate), 1))

    mood = random.gamma(_DAY_SHAPE, 1 / _DAY_SHAPE, size=attention.shape)
    expected = column("reach") * attention * mood * turned("reach")
    impressions = random.poisson(expected)
    cover_clicks = share_of(impressions, "click_rate")
    uncounted = column("click_rate") * UNCOUNTED_VIEWS * expected + column("autoplay") * attention * mood
    views = cover_clicks + random.poisson(uncounted)
    return {
        "impressions": impressions,
        "views": views,
        "likes": share_of(views, "like_rate"),
        "comments": share_of(views, "comment_rate"),
        "saves": share_of(views, "save_rate"),
        "shares": share_of(views, "share_rate"),
        "new_followers": share_of(views, "follower_rate"),
        "cover_clicks": cover_clicks,
    }


def _take_away(plan: Plan, counts: dict[str, Ints], random: np.random.Generator) -> None:
    """Removes a fifth of a note's likes on one day of the last month, as the platform does with false engagement."""
    if not plan.quirks.corrected:
        return
    size = counts["likes"].shape[1]
    day = size - 1 - (plan.last_day - first_day(plan.last_month)).days + int(random.integers(5, 25))
    for grid in (counts[metric] for metric in plan.quirks.corrected_metrics):
        for note in np.argsort(-grid[:, :day].sum(axis=1), kind="stable")[: plan.quirks.corrected]:
            grid[note, day] -= int(grid[note, :day].sum()) // 5


def _hidden(notes: pd.DataFrame, days: pd.DatetimeIndex) -> Any:
    """Notes × days: whether nobody could see the note. False where it was never hidden, since NaT compares as False."""
    each = days.to_numpy()[None, :]
    return (each >= notes["hidden_on"].to_numpy()[:, None]) & (each < notes["back_on"].to_numpy()[:, None])
