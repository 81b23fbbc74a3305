"""The notes of an account: when they come out, what they are about, and how well each one does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from report_gen.simulate.plan import Plan, Special, Topic, first_day, last_day, months_before
from report_gen.simulate.titles import Titles

UNCOUNTED_VIEWS = 0.08  # per click on a cover: views that came from search, profile or a shared link
DAYS_PER_MONTH = 30.44

_HOURS = np.array([7, 8, 9, 11, 12, 13, 15, 17, 18, 19, 20, 21, 22, 23])
_LIKES_PER_VIEW, _SHARES_PER_VIEW = 0.18, 0.03


def notes(plan: Plan, random: np.random.Generator) -> pd.DataFrame:
    """A row per note in order of publication; beside what exports tell of it, the rates that its events are drawn with."""
    newsroom = _Newsroom(plan, random)
    usual = [newsroom.usual(moment) for moment in _moments(plan, random)]
    special = [newsroom.special(note) for note in plan.specials if note.months_ago < plan.months]
    frame = pd.DataFrame(usual + special).sort_values("published_at", kind="stable", ignore_index=True)
    frame["published_at"] = frame["published_at"].astype("datetime64[s]")
    frame["deleted_on"] = _deletions(plan, frame, random)
    return _with_twins(plan, frame, random).rename_axis("note")


def _moments(plan: Plan, random: np.random.Generator) -> list[dt.datetime]:
    """When notes come out: about as many every month, spread over it, at the hours when people read."""
    moments = []
    for back in range(plan.months + plan.backlog - 1, -2, -1):
        first = first_day(months_before(plan.last_month, back))
        days, count = last_day(f"{first:%Y-%m}").day, int(plan.notes_per_month + random.random())
        for i in range(count):
            day = first + dt.timedelta(days=int(days * (i + random.random()) / count))
            time = dt.time(int(random.choice(_HOURS)), int(random.integers(60)), int(random.integers(60)))
            moments.append(dt.datetime.combine(day, time))
    return [moment for moment in moments if moment.date() <= plan.last_day and not _is_silent(plan, moment)]


def _is_silent(plan: Plan, moment: dt.datetime) -> bool:
    return plan.silent_days > 0 and _from_the_end(plan, plan.silent_days) <= moment


def _turns(plan: Plan, random: np.random.Generator) -> Iterator[Topic]:
    """Topics as an editorial calendar deals them out: next comes the one most behind its share, give or take chance."""
    shares = np.array([topic.share for topic in plan.topics])
    behind = np.zeros(len(shares))
    while True:
        behind += shares / shares.sum()
        turn = int(np.argmax(behind + random.uniform(0, 0.8, len(shares))))
        behind[turn] -= 1
        yield plan.topics[turn]


@dataclass(frozen=True)
class _Idea:
    """A note before anybody has seen it."""

    topic: Topic
    moment: dt.datetime
    title: str
    format: str
    reach: float  # expected impressions over its life


class _Newsroom:
    """Writes the notes that a plan asks for."""

    def __init__(self, plan: Plan, random: np.random.Generator) -> None:
        self._plan = plan
        self._random = random
        self._titles = Titles(plan, random)
        self._topics = _turns(plan, random)

    def usual(self, moment: dt.datetime) -> dict[str, object]:
        topic = next(self._topics)
        form = "video" if self._random.random() < topic.video_share else "image"
        reach = topic.impressions * self._random.lognormal(0, self._plan.reach_spread)
        return self._note(_Idea(topic, moment, self._titles.next(topic, moment.month), form, reach))

    def special(self, special: Special) -> dict[str, object]:
        topic = self._plan.topic(special.topic)
        day = first_day(months_before(self._plan.last_month, special.months_ago)).replace(day=special.day)
        moment = dt.datetime.combine(day, dt.time(12, int(self._random.integers(60)), int(self._random.integers(60))))
        note = self._note(_Idea(topic, moment, special.title, special.format, special.impressions))
        own = {
            "click_rate": topic.click_rate,
            "save_rate": special.save_rate and special.save_rate / _views_per_impression(topic),
            "comment_rate": special.comment_rate,
            "follower_rate": special.follower_rate,
            "fleeting": special.fleeting,
            "tail_share": special.tail_share,
        }
        return note | {name: value for name, value in own.items() if value is not None}

    def _note(self, idea: _Idea) -> dict[str, object]:
        """The note with its own rates: `click_rate` per impression, the others per view."""
        topic, spread, is_video = idea.topic, self._plan.spread, idea.format == "video"
        is_silent = is_video and self._random.random() < self._plan.quirks.autoplay_only
        # Whoever meets a video in autoplay keeps it less often.
        saves_per_view = self._saves_per_impression(idea) / _views_per_impression(topic) * (0.8 if is_video else 1)
        return {
            "published_at": idea.moment, "title": idea.title, "format": idea.format, "topic": topic.name,
            "tail_share": 0.75 if topic.evergreen else 0.5, "tail_days": 100.0 if topic.evergreen else 22.0,
            "reach": idea.reach * (0.01 if is_silent else 1),
            "autoplay": idea.reach * self._random.uniform(0.02, 0.08) * is_video,  # views without an impression
            "click_rate": self._rate(topic.click_rate, spread * 0.6),
            "save_rate": self._rate(saves_per_view, spread),
            "like_rate": self._rate(_LIKES_PER_VIEW, spread),
            "comment_rate": self._rate(topic.comment_rate, spread * 1.2),
            "share_rate": self._rate(_SHARES_PER_VIEW, spread),
            "follower_rate": self._rate(topic.follower_rate, spread),
            "fleeting": 0.0,
            "watch_seconds": int(self._random.integers(9, 40) if is_video else self._random.integers(11, 28)),
        }  # fmt: skip

    def _saves_per_impression(self, idea: _Idea) -> float:
        """Expected: the topic's, what the title promises, and what the team has learnt by then."""
        learnt = (idea.moment.date() - first_day(self._plan.first_month)).days / DAYS_PER_MONTH
        lift = float(np.prod([factor for word, factor in self._plan.lifts if word in idea.title]))
        return idea.topic.save_rate * lift * max(0.5, 1 + self._plan.growth * learnt)

    def _rate(self, mean: float, variation: float) -> float:
        """A note's own rate, from a beta distribution with that mean and coefficient of variation."""
        mean = min(mean, 0.9)
        size = max((1 - mean) / (mean * variation**2) - 1, 1)
        return float(self._random.beta(mean * size, (1 - mean) * size))


def _views_per_impression(topic: Topic) -> float:
    return topic.click_rate * (1 + UNCOUNTED_VIEWS)


def _deletions(plan: Plan, notes: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    """Notes deleted on a day of the middle of the reported time, some weeks after their publication."""
    deleted_on = pd.Series(pd.NaT, index=notes.index, dtype="datetime64[s]")
    middle = pd.Timestamp(first_day(months_before(plan.last_month, plan.months // 2)))
    early = notes.index[notes["published_at"] < middle]
    for note in random.choice(early, size=min(plan.quirks.deleted, len(early)), replace=False):
        deleted_on[note] = middle + pd.Timedelta(days=int(random.integers(8, 22)))
    for special in plan.specials:
        if special.gone_for is not None:
            deleted_on[notes["title"] == special.title] = _from_the_end(plan, special.gone_for)
    return deleted_on


def _from_the_end(plan: Plan, days: int) -> pd.Timestamp:
    """The first of the last month's last so many days."""
    return pd.Timestamp(last_day(plan.last_month)) - pd.Timedelta(days=days - 1)


def _with_twins(plan: Plan, notes: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Some notes come out in the same second as the one before them, as scheduling tools do."""
    for note in random.choice(notes.index[1:], size=min(plan.quirks.twins, len(notes) - 1), replace=False):
        notes.loc[note, "published_at"] = notes.loc[note - 1, "published_at"]
    return notes
