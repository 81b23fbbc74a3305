"""What a simulated account is made of: `Plan` and its parts. Frozen values; nothing is drawn at random here."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# Events go on for a few days after the last month, because exports are downloaded after it.
TAIL_DAYS = 3


@dataclass(frozen=True)
class Topic:
    """Notes about one thing. Rates are means over its notes: clicks on the cover and saves per impression, the others
    per view. `titles` are patterns, `{place}` is filled from `Plan.words`; `seasonal` adds patterns by calendar month.
    `match` are the words by which a pillar of client.yml finds the notes."""

    name: str
    match: tuple[str, ...]
    titles: tuple[str, ...]
    seasonal: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    share: float = 1
    evergreen: bool = False
    impressions: float = 6000  # median over a note's life
    click_rate: float = 0.14
    save_rate: float = 0.02
    comment_rate: float = 0.024
    follower_rate: float = 0.008
    video_share: float = 0.25


@dataclass(frozen=True)
class Special:
    """One note that stands out: viral, or a giveaway. None keeps what is usual for its topic. `fleeting` is the share of
    the followers it brings who leave again within weeks; `tail_share` of its reach comes after the first burst."""

    title: str
    topic: str
    months_ago: int  # counted back from the plan's last month
    day: int
    impressions: float
    format: Literal["image", "video"] = "image"
    save_rate: float | None = None
    comment_rate: float | None = None
    follower_rate: float | None = None
    fleeting: float = 0
    tail_share: float = 0.3
    gone_for: int | None = None  # deleted so many days before the last month ends


@dataclass(frozen=True)
class Turn:
    """A change that lasts: `factor` on what notes do each day, from so many months before the last month begins (-0.5: from
    its middle; None: always). Of all notes, or of those of a topic, of a format, with a word in the title."""

    of: Literal["reach", "click_rate", "save_rate", "comment_rate", "follower_rate"]
    factor: float
    months_ago: float | None = None
    topic: str = ""
    format: str = ""
    word: str = ""


@dataclass(frozen=True)
class Keyword:
    """A search term. `path` and `found` hold (months ago, value) at mid-month, oldest first: the rank, and the chance that
    a look finds the account at all. The note in the place is the most viewed one whose title holds `cue`."""

    term: str
    path: tuple[tuple[float, float], ...]
    found: tuple[tuple[float, float], ...] = ((0, 1),)
    cue: str = ""
    group: str | None = None
    weight: float = 1


@dataclass(frozen=True)
class Destination:
    """Where clicks lead. A day's clicks: `base` and `per_view` of the day's views; `counted_by` is the export that has
    them."""

    name: str
    base: float
    per_view: float
    match: tuple[str, ...] = ()
    counted_by: Literal["clicks", "tracker", "landing_pages", "store_notes"] = "clicks"
    dead_for: int = 0  # of the last month's days the last ones without a click: its link is broken
    kept: float = 1  # factor on the clicks of the last month


@dataclass(frozen=True)
class Advertising:
    """Money behind notes, from the start of the month that is `months_ago` before the last: each image note that comes out
    then is promoted for `days` days with probability `share_of_notes`, and `share` of what it earns then is paid for."""

    months_ago: int
    share_of_notes: float = 0.6
    share: float = 0.35
    days: int = 12
    cost_per_click: float = 0.9  # yuan
    creatives: int = 2  # per note
    keywords: tuple[str, ...] = ("咖啡推荐", "早餐推荐", "附近探店")


@dataclass(frozen=True)
class Collaboration:
    """A note by a creator for the brand. `impressions` are expected over its life; rates are per view. `fee` and
    `service` in yuan; None where 蒲公英 shows no price. `paid` is the share of its reach that is promoted."""

    creator: str
    title: str
    followers: int
    fee: float | None
    months_ago: int
    day: int
    impressions: float
    service: float | None = None
    format: Literal["image", "video"] = "image"
    click_rate: float = 0.14
    save_rate: float = 0.12
    paid: float = 0.1
    engagement: float = 1  # factor on likes, comments and shares: low where an audience is bought


@dataclass(frozen=True)
class Quirks:
    """What genuine accounts put in the way of a reader. Shares are of notes, the others counts of notes."""

    blank_titles: float = 0.02
    repeated_titles: float = 0.04
    emoji_titles: float = 0.2
    autoplay_only: float = 0.08  # of videos: hardly an impression is counted beside their views
    hostile_titles: bool = False
    deleted: int = 0
    corrected: int = 0  # counted again by the platform in the last month: counters fall
    corrected_metrics: tuple[str, ...] = ("likes",)
    twins: int = 0  # published in the same second as another note
    edited: int = 0  # get another title in the reported time, twins first
    hidden: int = 0  # hidden over the last boundary between two months, and shown again


@dataclass(frozen=True)
class Plan:
    """A whole account. Reported are `months` months, the last of them `last_month`; it is `backlog` months older."""

    topics: tuple[Topic, ...]
    last_month: str
    months: int = 14
    backlog: int = 5
    notes_per_month: float = 8
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lifts: tuple[tuple[str, float], ...] = ()  # (word of the title, factor on its save rate)
    growth: float = 0.0  # of the save rate, per month of publication, of its level in the first month
    spread: float = 0.4  # coefficient of variation of the rates among a topic's notes
    reach_spread: float = 0.6  # standard deviation of the logarithm of a note's reach
    specials: tuple[Special, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    destinations: tuple[Destination, ...] = ()
    advertising: Advertising | None = None
    collaborations: tuple[Collaboration, ...] = ()
    turns: tuple[Turn, ...] = ()
    silent_days: int = 0  # of the last month, the last ones on which nothing is published
    followers_per_save: float = 0  # who come back to what they saved, `follow_lag` days later
    follow_lag: int = 0
    profile_base: float = 9
    profile_per_view: float = 0.035
    quirks: Quirks = Quirks()

    @property
    def first_month(self) -> str:
        return months_before(self.last_month, self.months - 1)

    @property
    def reported_months(self) -> tuple[str, ...]:
        return tuple(months_before(self.last_month, i) for i in reversed(range(self.months)))

    @property
    def first_day(self) -> dt.date:
        """The account's own first day, before the first month that is reported."""
        return first_day(months_before(self.first_month, self.backlog))

    @property
    def last_day(self) -> dt.date:
        return last_day(self.last_month) + dt.timedelta(days=TAIL_DAYS)

    def topic(self, name: str) -> Topic:
        return next(topic for topic in self.topics if topic.name == name)


def first_day(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def last_day(month: str) -> dt.date:
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def months_before(month: str, count: int) -> str:
    year, index = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - count, 12)
    return f"{year:04d}-{index + 1:02d}"
