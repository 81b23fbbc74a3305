"""A second simulator, small and of other distributions than `report_gen.simulate`: what is found must not hang on how one
of them draws its accounts.

`World` says what an account is and which stories are planted in it; `tables(world)` draws it from its seed, straight as
canonical tables. Months are counted back from the last: 0 is the month that is told. A note's reach is lognormal with a
heavy tail and dies off as a power of its age; its rates are beta-distributed; the platform's mood is shared by all notes
and wanders (AR(1)), days of a note are overdispersed (gamma-Poisson), ranks wander around their level (AR(1)), clicks are
negative-binomial. Without a story every pillar, format, trait, creator and month has the same true rates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from report_gen.config import ClientConfig
from report_gen.tables import COUNTERS, Source, Tables, conform, empty

Floats = np.ndarray[Any, np.dtype[np.float64]]

ZONE = "Asia/Singapore"
LAST_MONTH = "2026-10"
BACKLOG = 4  # months of notes before the first reading
DEEPEST = 60  # a keyword beyond this rank is not found
TRAITS = {  # as client.yml has them where it says nothing
    "guide": ("攻略", "指南", "步骤", "清单"),
    "comparison": ("对比", "测评", "vs"),
    "local": ("新加坡", "乌节路", "牛车水"),
    "seasonal": ("中秋", "新年"),
}
TRAIT_WORDS = ("攻略", "对比", "新加坡", "中秋", "", "", "")
PILLARS = ("Kopi guides", "Kaya & breakfast", "Gift sets", "Store visits", "Recipes", "Members")
PILLAR_WORDS = ("咖啡", "早餐", "礼盒", "探店", "食谱", "会员")
RATES = {"likes": 0.15, "comments": 0.02, "shares": 0.03, "new_followers": 0.006}  # per view


@dataclass(frozen=True)
class Lift:
    """`factor` on what some notes do: reach, clicks on the cover (`views`), saves, comments, new_followers. Of the notes of
    a pillar, format, trait word or title; on days from the start of the month that is `since` months ago, and on notes
    published then or later if `new_only`."""

    of: str
    factor: float
    pillar: str = ""
    format: str = ""
    word: str = ""
    since: float | None = None
    new_only: bool = False
    per_month: bool = False  # the factor is applied once more with every month that goes by


@dataclass(frozen=True)
class Extra:
    """A note beside the usual ones, published on a day of a month."""

    title: str
    months_ago: int
    day: int
    reach: float
    pillar: str = PILLARS[0]
    save_rate: float | None = None  # per view
    comment_rate: float | None = None
    follower_rate: float | None = None
    slow: bool = False  # keeps being found for a year


@dataclass(frozen=True)
class Term:
    """A keyword: its usual rank, and (days before the end of the last month, rank) from which on it is another. `note` is
    the title that holds it; `wander` the standard deviation of the logarithm of its rank."""

    term: str
    rank: float
    moves: tuple[tuple[int, float], ...] = ()
    note: str = ""
    wander: float = 0.15
    memory: float = 0.7
    weight: float = 1


@dataclass(frozen=True)
class Place:
    """A destination: clicks a day; `dead_for` the last days without any, `from_month` a factor since so many months ago."""

    name: str
    per_view: float = 0.02
    dead_for: int = 0
    factor: float = 1
    since: int = 0
    lumpy: float = 0.2  # coefficient of variation of a day's clicks beyond Poisson


@dataclass(frozen=True)
class Blogger:
    """A creator's notes for the brand in the last month. Rates are per view."""

    name: str
    followers: int
    notes: int = 3
    reach: float = 9000  # impressions a note
    save_rate: float = 0.08
    engagement: float = 1
    fee: float | None = 1500


@dataclass(frozen=True)
class Burst:
    """Followers that come to the account by themselves: so many in all, over days that end so many before the month does."""

    followers: int
    days: int = 5
    days_before_end: int = 10
    named: str = ""  # in client.yml


@dataclass(frozen=True)
class World:
    seed: int
    months: int = 9
    notes_per_month: float = 10
    pillars: int = 4
    reach: float = 4000
    tail: float = 0.9  # standard deviation of the logarithm of reach
    spread: float = 0.5  # coefficient of variation of the notes' own rates
    save_rate: float = 0.12  # per view
    click_rate: float = 0.15
    video_share: float = 0.35
    growth: float = 0.0  # of reach, per month
    mood: float = 0.15  # standard deviation of the shared mood's logarithm
    base_followers: float = 6  # a day that come by no note
    follow_lag: int | None = None  # days after which savers come back and follow
    gap: tuple[int, int] = (0, 0)  # days before the end of the last month between which nothing is published
    lifts: tuple[Lift, ...] = ()
    extras: tuple[Extra, ...] = ()
    terms: tuple[Term, ...] = ()
    places: tuple[Place, ...] = ()
    bloggers: tuple[Blogger, ...] = ()
    creator_months: int = 1  # how many of the last months have notes by them
    bursts: tuple[Burst, ...] = ()
    deleted: tuple[tuple[str, int], ...] = ()  # title, days before the end of the last month
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def first_day(self) -> dt.date:
        return _month_start(self.months - 1 + BACKLOG)

    @property
    def end(self) -> dt.date:
        """The day after the last month."""
        return _month_start(-1)

    @property
    def days(self) -> pd.DatetimeIndex:
        return pd.date_range(self.first_day, self.end, inclusive="left")


def with_stories(world: World, *changes: dict[str, Any]) -> World:
    """The world with what each change adds: tuples grow, other values are replaced."""
    for change in changes:
        grown = {k: (*getattr(world, k), *v) if isinstance(v, tuple) and k != "gap" else v for k, v in change.items()}
        world = replace(world, **grown)
    return world


def config(world: World) -> ClientConfig:
    events = [
        {"name": b.named, "start": day.isoformat(), "end": (day + dt.timedelta(days=b.days - 1)).isoformat()}
        for b in world.bursts
        if b.named
        for day in [_before(world, b.days_before_end + b.days)]
    ]
    return ClientConfig.model_validate(
        {
            "client": "Kopi & Kaya",
            "pillars": [
                {"name": name, "match": [word]}
                for name, word in zip(PILLARS[: world.pillars], PILLAR_WORDS, strict=False)
            ],
            "keywords": [{"term": term.term, "weight": term.weight} for term in world.terms],
            "destinations": {place.name: {} for place in world.places},
            "events": events,
            **world.settings,
        }
    )


def tables(world: World) -> Tables:
    """What the exports of the account hold, drawn from its seed."""
    for_notes, for_days, for_ranks, for_clicks, for_creators = np.random.default_rng(world.seed).spawn(5)
    notes = _notes(world, for_notes)
    counts = _counts(world, notes, for_days)
    return Tables(
        note_snapshots=_snapshots(world, notes, counts),
        account_daily=(daily := _daily(world, counts, for_days)),
        keyword_ranks=_ranks(world, notes, for_ranks),
        clicks=_clicks(world, counts["views"].sum(axis=0), for_clicks),
        paid_daily=empty("paid_daily", ZONE),
        creator_snapshots=_creators(world, for_creators),
        sources=tuple(
            Source(file=file, kind="note_list", sha256="0" * 64, rows=1, captured_at=None)
            for file in sorted(set(daily["file"]))
        ),
    )


# -- notes


def _notes(world: World, random: np.random.Generator) -> pd.DataFrame:
    """A row per note: when, what, and the rates that its days are drawn with."""
    days = [day for day in _publications(world, random) if not _in_gap(world, day)]
    usual = [_usual(world, day, n, random) for n, day in enumerate(days)]
    extras = [_extra(world, extra, random) for extra in world.extras]
    notes = pd.DataFrame([*usual, *extras]).sort_values("published", kind="stable", ignore_index=True)
    return notes.assign(key=[f"note-{n:04d}" for n in notes.index])


def _publications(world: World, random: np.random.Generator) -> list[pd.Timestamp]:
    """About as many each month, any day, any hour."""
    count = random.poisson(world.notes_per_month * (world.months + BACKLOG))
    hours = np.sort(random.uniform(0, 24 * len(world.days) - 2, count))
    return [pd.Timestamp(world.first_day) + pd.Timedelta(hours=float(hour)) for hour in hours]


def _in_gap(world: World, day: pd.Timestamp) -> bool:
    first, last = (pd.Timestamp(_before(world, before)) for before in (max(world.gap), min(world.gap)))
    return bool(first <= day < last)


def _usual(world: World, published: pd.Timestamp, number: int, random: np.random.Generator) -> dict[str, Any]:
    pillar = int(random.integers(world.pillars))
    trait = TRAIT_WORDS[int(random.integers(len(TRAIT_WORDS)))]
    growth = (1 + world.growth) ** ((published - pd.Timestamp(world.first_day)).days / 30)
    return _note(
        world, random,
        title=f"{trait}{PILLAR_WORDS[pillar]}第{number}篇", pillar=PILLARS[pillar], published=published,
        format="video" if random.random() < world.video_share else "image",
        reach=world.reach * growth * random.lognormal(0, world.tail),
        slow=bool(random.random() < 0.3),
    )  # fmt: skip


def _extra(world: World, extra: Extra, random: np.random.Generator) -> dict[str, Any]:
    published = pd.Timestamp(_month_start(extra.months_ago)) + pd.Timedelta(days=extra.day - 1, hours=11)
    note = _note(
        world, random,
        title=extra.title, pillar=extra.pillar, published=published, format="image", reach=extra.reach, slow=extra.slow,
    )  # fmt: skip
    own = {"saves": extra.save_rate, "comments": extra.comment_rate, "new_followers": extra.follower_rate}
    return note | {name: rate for name, rate in own.items() if rate is not None}


def _note(world: World, random: np.random.Generator, **known: Any) -> dict[str, Any]:
    rates = {"saves": world.save_rate, **RATES}
    return {
        **known,
        "views": _beta(world.click_rate, world.spread / 2, random),
        **{name: _beta(rate, world.spread, random) for name, rate in rates.items()},
    }


def _beta(mean: float, variation: float, random: np.random.Generator) -> float:
    size = (1 - mean) / (mean * variation**2) - 1
    return float(random.beta(mean * size, (1 - mean) * size))


def _counts(world: World, notes: pd.DataFrame, random: np.random.Generator) -> dict[str, Floats]:
    """Notes × days of every counter."""
    expected = _attention(world, notes) * _mood(world, random) * _lifted(world, notes, "reach")
    shown = random.poisson(expected * random.gamma(2.0, 0.5, expected.shape))
    views = random.binomial(shown, np.minimum(_rates(world, notes, "views"), 0.9))
    kept = {
        name: random.binomial(views, np.minimum(_rates(world, notes, name), 0.9)).astype(float)
        for name in ("saves", *RATES)
    }
    return {"impressions": shown.astype(float), "views": views.astype(float), **kept}


def _attention(world: World, notes: pd.DataFrame) -> Floats:
    """The share of its reach that a note finds on a day: a power of its age, slower for what search keeps alive."""
    published = notes["published"].dt.normalize().to_numpy()
    age = (world.days.to_numpy()[None, :] - published[:, None]) / np.timedelta64(1, "D")
    power = np.where(notes["slow"].to_numpy()[:, None], 1.05, 1.7)
    shape = np.where(age >= 0, (1 + np.maximum(age, 0) / 2) ** -power, 0.0)
    for title, before in world.deleted:
        shape[np.ix_(notes["title"] == title, world.days >= pd.Timestamp(_before(world, before)))] = 0
    life = ((1 + np.arange(365)[None, :] / 2) ** -power).sum(axis=1)
    weekday = 1 + 0.12 * (world.days.day_of_week.to_numpy() >= 5)
    return np.asarray(notes["reach"].to_numpy()[:, None] * shape / life[:, None] * weekday)


def _mood(world: World, random: np.random.Generator) -> Floats:
    """What the platform does to all notes at once: it wanders over weeks."""
    return np.exp(_wander(len(world.days), 0.9, world.mood, random) - world.mood**2 / 2)[None, :]


def _wander(steps: int, memory: float, deviation: float, random: np.random.Generator) -> Floats:
    """AR(1) in its own equilibrium."""
    noise = random.normal(0, deviation * np.sqrt(1 - memory**2), steps)
    path = np.empty(steps)
    path[0] = random.normal(0, deviation)
    for day in range(1, steps):
        path[day] = memory * path[day - 1] + noise[day]
    return path


def _rates(world: World, notes: pd.DataFrame, name: str) -> Floats:
    return np.asarray(notes[name].to_numpy(dtype=float)[:, None] * _lifted(world, notes, name))


def _lifted(world: World, notes: pd.DataFrame, name: str) -> Floats:
    """Notes × days: what the lifts of that rate make of it."""
    factors = np.ones((len(notes), len(world.days)))
    for lift in world.lifts:
        if lift.of == name:
            factors[np.ix_(_meant(world, lift, notes), _since(world, lift))] *= _strength(world, lift)
    return factors


def _meant(world: World, lift: Lift, notes: pd.DataFrame) -> Any:
    meant = notes["title"].str.contains(lift.word, regex=False)
    meant &= notes["pillar"].eq(lift.pillar) if lift.pillar else True
    meant &= notes["format"].eq(lift.format) if lift.format else True
    if lift.new_only and lift.since is not None:
        meant &= notes["published"] >= _moment(lift.since)
    return meant.to_numpy(dtype=bool)


def _since(world: World, lift: Lift) -> Any:
    return np.ones(len(world.days), bool) if lift.since is None else np.asarray(world.days >= _moment(lift.since))


def _strength(world: World, lift: Lift) -> Any:
    if not lift.per_month or lift.since is None:
        return lift.factor
    days = world.days[_since(world, lift)]
    return lift.factor ** ((days - days[0]).days.to_numpy() / 30.4)[None, :]


# -- as the exports tell it


def _snapshots(world: World, notes: pd.DataFrame, counts: dict[str, Floats]) -> pd.DataFrame:
    """A note list on the first of every month."""
    lists = [_listed(world, notes, counts, _month_start(ago)) for ago in range(world.months - 1, -2, -1)]
    return conform(pd.concat(lists, ignore_index=True), "note_snapshots", ZONE)


def _listed(world: World, notes: pd.DataFrame, counts: dict[str, Floats], day: dt.date) -> pd.DataFrame:
    """The notes that are out when the day begins, with what they have earned since they came out."""
    gone = {title for title, before in world.deleted if _before(world, before) < day}
    out = (notes["published"] < pd.Timestamp(day)) & ~notes["title"].isin(gone)
    past = world.days < pd.Timestamp(day)
    sums = {name: grid[:, past].sum(axis=1)[out] for name, grid in counts.items()}
    listed = notes.loc[out]
    return pd.DataFrame(
        {
            "account": "", "note": listed["key"], "note_id": "", "title": listed["title"],
            "captured_at": pd.Timestamp(day, tz=ZONE) + pd.Timedelta(hours=9), "captured_on": pd.Timestamp(day),
            "published_at": listed["published"].dt.tz_localize(ZONE), "format": listed["format"],
            **sums, "file": f"{day:%Y-%m-%d}.xlsx", "sheet": "Sheet1", "row": np.arange(len(listed)) + 3,
        }
    )  # fmt: skip


def _daily(world: World, counts: dict[str, Floats], random: np.random.Generator) -> pd.DataFrame:
    """The account's own trends: the notes' sums, and the followers and visits that no note brings."""
    sums = {name: counts[name].sum(axis=0) for name in COUNTERS}
    sums["new_followers"] = sums["new_followers"] + random.poisson(_followers(world, sums["saves"]))
    sums["lost_followers"] = random.poisson(2.0, len(world.days))
    sums["profile_visits"] = random.negative_binomial(12, 12 / (12 + 8 + 0.03 * sums["views"]))
    wide = pd.DataFrame(sums, index=world.days).loc[str(_month_start(world.months - 1)) :]
    long = wide.rename_axis("date").reset_index().melt("date", var_name="metric", value_name="value")
    file = long["date"].dt.strftime("trends-%Y-%m.xlsx")
    captured = long["date"].dt.to_period("M").dt.end_time.dt.normalize() + pd.Timedelta(days=2)
    return conform(
        long.assign(account="", captured_at=captured.dt.tz_localize(ZONE), file=file, sheet="", row=1),
        "account_daily", ZONE,
    )  # fmt: skip


def _followers(world: World, saves: Floats) -> Floats:
    """Expected of a day beside those that notes bring at once."""
    expected = np.full(len(saves), float(world.base_followers))
    if world.follow_lag is not None:
        expected[world.follow_lag :] += 0.15 * saves[: len(saves) - world.follow_lag]
    for burst in world.bursts:
        end = len(saves) - burst.days_before_end
        expected[end - burst.days : end] += burst.followers / burst.days
    return expected


def _ranks(world: World, notes: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A look a day at every term; a few days without."""
    days = world.days[world.days >= pd.Timestamp(_month_start(world.months - 1))]
    frames = [_looks(world, term, days, notes, random) for term in world.terms]
    if not frames:
        return empty("keyword_ranks", ZONE)
    return conform(pd.concat(frames, ignore_index=True), "keyword_ranks", ZONE)


def _looks(
    world: World, term: Term, days: pd.DatetimeIndex, notes: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    level = np.full(len(days), term.rank)
    for before, rank in sorted(term.moves, reverse=True):
        level[len(days) - before :] = rank
    rank = np.maximum(1, np.rint(level * np.exp(_wander(len(days), term.memory, term.wander, random))))
    holder = term.note or str(notes["title"].iloc[0])
    found = rank <= DEEPEST
    looks = pd.DataFrame(
        {
            "keyword": term.term, "date": days, "rank": np.where(found, rank, np.nan),
            "note": np.where(found, holder, ""), "file": days.strftime("ranks-%Y-%m.csv"), "sheet": "",
            "row": np.arange(len(days)) + 2,
        }
    )  # fmt: skip
    return looks[random.random(len(days)) > 0.04]


def _clicks(world: World, views: Floats, random: np.random.Generator) -> pd.DataFrame:
    frames = [_visits(world, place, views, random) for place in world.places]
    if not frames:
        return empty("clicks", ZONE)
    return conform(pd.concat(frames, ignore_index=True), "clicks", ZONE)


def _visits(world: World, place: Place, views: Floats, random: np.random.Generator) -> pd.DataFrame:
    """Clicks of a day: they follow the views of the day, and vary more than Poisson."""
    expected = 2 + place.per_view * views
    expected[world.days >= _moment(place.since)] *= place.factor
    size = 1 / place.lumpy**2
    clicks = random.negative_binomial(size, size / (size + expected))
    clicks[len(clicks) - place.dead_for :] = 0
    rows = pd.DataFrame(
        {
            "destination": place.name, "date": world.days, "until": world.days, "clicks": clicks, "source": "", "note": "",
            "kind": "clicks", "file": world.days.strftime("clicks-%Y-%m.csv"), "sheet": "",
            "row": np.arange(len(clicks)) + 2,
        }
    )  # fmt: skip
    return rows[rows["date"] >= pd.Timestamp(_month_start(world.months - 1))]


def _creators(world: World, random: np.random.Generator) -> pd.DataFrame:
    rows = [
        _collaboration(world, blogger, (ago, n), random)
        for ago in range(world.creator_months)
        for blogger in world.bloggers
        for n in range(blogger.notes)
    ]
    return conform(pd.DataFrame(rows), "creator_snapshots", ZONE) if rows else empty("creator_snapshots", ZONE)


def _collaboration(world: World, own: Blogger, place: tuple[int, int], random: np.random.Generator) -> dict[str, Any]:
    """The n-th note of so many months ago, read when that month was over."""
    ago, number = place
    shown = int(random.poisson(own.reach * random.lognormal(0, 0.5)))
    views = int(random.binomial(shown, _beta(world.click_rate, world.spread / 2, random)))
    rates = {"saves": own.save_rate, "likes": 0.12, "comments": 0.02, "shares": 0.02}
    kept = {k: int(random.binomial(views, _beta(r * own.engagement, world.spread, random))) for k, r in rates.items()}
    read = pd.Timestamp(_month_start(ago - 1))
    return {
        "account": "", "creator": own.name, "note": f"{own.name}-{ago}-{number}",
        "title": f"{own.name} 的第 {number + 1} 篇", "captured_at": read.tz_localize(ZONE) + pd.Timedelta(hours=9),
        "captured_on": read, "published_on": pd.Timestamp(_month_start(ago)) + pd.Timedelta(days=int(random.integers(2, 16))),
        "format": "image", "followers": own.followers, "fee": np.nan if own.fee is None else own.fee,
        "impressions": shown, "views": views, **kept, "paid_impressions": 0, "paid_views": 0,
        "file": f"creators-{read:%Y-%m}.xlsx", "sheet": "", "row": number + 4,
    }  # fmt: skip


# -- days


def _month_start(months_ago: int) -> dt.date:
    year, index = divmod(int(LAST_MONTH[:4]) * 12 + int(LAST_MONTH[5:]) - 1 - months_ago, 12)
    return dt.date(year, index + 1, 1)


def _moment(months_ago: float) -> pd.Timestamp:
    """So many months before the last one begins: -0.5 is its middle."""
    whole = int(np.ceil(months_ago))
    return pd.Timestamp(_month_start(whole)) + pd.Timedelta(days=round(30 * (whole - months_ago)))


def _before(world: World, days: int) -> dt.date:
    return world.end - dt.timedelta(days=days)
