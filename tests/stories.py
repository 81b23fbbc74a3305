"""Believable Reports without exports: for tests of charts, listings, pages and the PDF. The brand is fictional.

    story()                         fourteen months up to October 2026
    story(1)                        a first month
    story(keywords=0, daily=False)  no rank table, no daily trends
    VARIANTS["one note"]()          the cases that every chart and table must survive, by name

Numbers come from one small model of notes (reach, appeal, decay), so that sums, shares and rates agree with each other;
the same arguments give the same Reports.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import pairwise
from typing import Any

from report_gen import yardsticks
from report_gen.report import (
    AgePoint,
    ClientName,
    Coverage,
    Creator,
    Day,
    DayClicks,
    DayRank,
    DestinationClicks,
    Event,
    Explanation,
    Finding,
    Group,
    Headline,
    Interval,
    KeywordRank,
    Note,
    Origin,
    Paid,
    Reconciliation,
    Report,
    Restatement,
    Share,
)
from report_gen.story import Commentary, Look, Story, months_back
from report_gen.tables import COUNTERS, Quality, Source

LAST_MONTH = "2026-10"
HOSTILE = '<img src=x onerror=alert(1)> {{ 7*7 }} ]]> =HYPERLINK("x") | **b** 😀\u202e"\'\n&amp;'
ZONE = "+08:00"

PILLARS = ("Kopi guides", "Gift sets", "Kaya & breakfast", "Store visits")
MANY_PILLARS = (*PILLARS, *(f"A pillar with a name of forty characters {n}" for n in range(1, 9)))
APPEAL = {"Kopi guides": 0.034, "Gift sets": 0.028, "Kaya & breakfast": 0.024, "Store visits": 0.019}
TITLES = {
    "Kopi guides": (
        "Kopi 怎么点不踩雷｜本地人的 12 种叫法",
        "牛车水咖啡地图：6 家老店一天走完",
        "新加坡咖啡馆指南｜工作日去哪家不排队",
        "Kopi 怎么点不踩雷｜加奶加糖一张表",
        "Kopi 和拿铁对比测评：差在哪",
    ),
    "Gift sets": (
        "伴手礼礼盒怎么选？50 新币以内看这篇",
        "中秋礼盒开箱｜值不值得带回国",
        "新加坡伴手礼清单：行李箱放得下",
    ),
    "Kaya & breakfast": (
        "在家复刻南洋咖啡，三步就够",
        "咖椰酱三种吃法，第二种没人告诉你",
        "新加坡早餐攻略：跟着上班族排队",
    ),
    "Store visits": (
        "乌节路探店｜逛街中途的一杯 kopi",
        "樟宜机场探店｜T3 早上六点的咖椰吐司",
        "牛车水老店翻新了，进来坐坐",
    ),
}
TRAITS = {
    "guide": ("攻略", "指南", "清单", "步"),
    "comparison": ("对比", "测评"),
    "local": ("新加坡", "牛车水", "乌节路"),
    "seasonal": ("中秋",),
}
# Month's weights of a note's reach since publication: most of it comes at once, guides keep a tail.
DECAY = (0.62, 0.13, 0.06, 0.035, 0.025, 0.02, 0.02, 0.015, 0.015, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01)

KEYWORDS = (
    # term, group, weight, ranks a month from the oldest on: interpolated to days; 99 is not found
    ("新加坡咖啡", "category", 2, (19, 18, 18, 17, 15, 14, 14, 13, 12, 11, 11, 10, 9, 4)),
    ("牛车水美食", "place", 1, (26, 25, 24, 20, 20, 18, 16, 15, 14, 12, 11, 10, 6, 5)),
    ("樟宜机场美食", "place", 1, (5, 5, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 6)),
    ("咖椰吐司", "brand", 1, (1,) * 14),
    ("南洋咖啡", "brand", 1, (2,) * 14),
    ("新加坡伴手礼", "category", 2, (30, 30, 28, 26, 24, 22, 20, 19, 18, 18, 18, 18, 17, 11)),
    ("新加坡早餐", "category", 1, (60, 55, 50, 44, 40, 36, 34, 34, 33, 33, 30, 28, 24, 22)),
    ("乌节路咖啡馆", "place", 1, (99, 99, 70, 99, 60, 99, 58, 99, 70, 99, 60, 40, 99, 47)),
)

CREATORS = (
    # name, followers, fee of a note (None: not known), impressions of a note, part of them that save
    ("示例博主 A", 6_800, 550, 7_900, 0.031),
    ("示例博主 B", 23_500, 1_980, 18_100, 0.019),
    ("示例博主 C", 612_000, 9_900, 45_200, 0.006),
    ("示例博主 D", 15_200, 1_320, 11_000, 0.014),
    ("示例博主 E", 41_000, None, 18_400, 0.022),
    ("示例博主 F", 9_400, 700, 6_300, 0.012),
)


@dataclass(frozen=True)
class Scene:
    """What there is to tell. `notes` and `keywords` are upper bounds, `missing` months are left out of the history."""

    months: int = 14
    last: str = LAST_MONTH
    notes: int | None = None
    pillars: tuple[str, ...] = PILLARS
    keywords: int = len(KEYWORDS)
    daily: bool = True
    targets: bool = True
    clicks: bool = True
    paid: bool = True  # in its last five months
    creators: int = 4  # a month, in its last five
    fees: bool = True
    restated: bool = False
    hostile: bool = False
    scale: float = 1
    missing: tuple[str, ...] = ()
    slug: str = "client-x"
    name: str = "Kopi & Kaya"

    @property
    def listed(self) -> list[str]:
        return [months_back(self.last, n) for n in reversed(range(self.months))]


@dataclass(frozen=True)
class Seed:
    """A note before it is counted: when it came out, how many people it meets in all, how many of them save."""

    key: str
    title: str
    published: dt.datetime
    format: str
    pillar: str
    reach: float
    appeal: float

    @property
    def month(self) -> str:
        return f"{self.published:%Y-%m}"


def story(months: int = 14, **changes: Any) -> Story:
    """A Story of that many months; `changes` are fields of `Scene` or of `Story`."""
    told = {field.name for field in fields(Scene)}
    scene = Scene(months, **{name: value for name, value in changes.items() if name in told})
    words = {
        "overview": Commentary(
            "<p>October is what a good month looks like when nothing special happens: no giveaway, no paid push, "
            "and people still kept one in every 32 notes they saw.</p>"
            "<p>We would put the next budget into guides rather than reach.</p>",
            "Account team",
            dt.date(2026, 11, 3),
        )
    }
    look = Look("#b5121b", "Lantern Agency, Singapore")
    made = Story(_reports(scene), look=look, commentary=words, restatements=_restated(scene))
    return replace(made, **{name: value for name, value in changes.items() if name not in told})


VARIANTS: dict[str, Callable[[], Story]] = {
    "fourteen months": story,
    "first month": lambda: story(1),
    "two months": lambda: story(2),
    "months missing": lambda: story(missing=("2026-09", "2026-03", "2026-04")),
    "no keywords": lambda: story(keywords=0),
    "no daily trends": lambda: story(daily=False),
    "no clicks": lambda: story(clicks=False),
    "no advertising": lambda: story(paid=False),
    "no creators": lambda: story(creators=0),
    "one creator": lambda: story(1, creators=1),
    "no fees": lambda: story(fees=False),
    "twenty-five creators": lambda: story(creators=25),
    "no targets": lambda: story(targets=False),
    "approved months restated": lambda: story(restated=True),
    "one note": lambda: story(notes=1),
    "no notes": lambda: story(notes=0),
    "one pillar": lambda: story(pillars=PILLARS[:1]),
    "twelve pillars": lambda: story(pillars=MANY_PILLARS),
    "forty keywords": lambda: story(keywords=40),
    "huge numbers": lambda: story(scale=2000),
    "tiny numbers": lambda: story(scale=0.002),
    "hostile titles": lambda: story(hostile=True),
    "nothing known": lambda: _blank(story(2)),
    "partial month": lambda: _partial(story()),
}


# -- notes


@cache
def _seeds(scene: Scene) -> tuple[Seed, ...]:
    """Six or seven notes a month, from seven months before the first Report on."""
    chance = random.Random(20261101)
    made = []
    for back in reversed(range(21)):
        month = months_back(scene.last, back)
        for number in range(6 + back % 2):
            made.append(_seed(chance, scene, month, number))
    return tuple(made)


def _seed(chance: random.Random, scene: Scene, month: str, number: int) -> Seed:
    # One note of the last month goes far beyond its kind.
    viral = month == scene.last and number == 0
    pillar = scene.pillars[0 if viral else (number + int(month[5:])) % len(scene.pillars)]
    title = TITLES[PILLARS[0]][0] if viral else chance.choice(TITLES.get(pillar, TITLES["Store visits"]))
    since = int(month[:4]) * 12 + int(month[5:]) - 2025 * 12 - 9
    day = min(28, 1 + number * 4)
    return Seed(
        key=f"{month}-{number}",
        title=HOSTILE if scene.hostile and number % 2 else title,
        published=dt.datetime.fromisoformat(f"{month}-{day:02d}T{9 + number:02d}:30:00{ZONE}"),
        format="image" if viral else chance.choice(("image", "image", "video")),
        pillar=pillar,
        reach=scene.scale * (35000 if viral else chance.lognormvariate(9.7, 0.6)),
        appeal=0.044 if viral else APPEAL.get(pillar, 0.022) * chance.lognormvariate(0, 0.25) * (0.7 + 0.02 * since),
    )


def _activity(scene: Scene, seed: Seed, month: str) -> dict[str, int | None]:
    age = (int(month[:4]) - seed.published.year) * 12 + int(month[5:]) - seed.published.month
    # Of its first month a note sees only the days after publication.
    part = 1 - 0.5 * seed.published.day / 30 if age == 0 else 1
    impressions = seed.reach * DECAY[min(age, len(DECAY) - 1)] * part
    giveaway = month == "2026-03"
    saves = impressions * seed.appeal * (1.5 if giveaway else 1)
    views = impressions * (0.155 if seed.format == "image" else 0.14)
    return {
        "impressions": round(impressions), "views": round(views), "likes": round(saves * 0.9),
        "comments": round(saves * (0.06 + 0.18 * (len(seed.title) % 5) / 4)), "saves": round(saves),
        "shares": round(saves * 0.2), "new_followers": round(saves * (0.3 if giveaway else 0.04)),
    }  # fmt: skip


@cache
def _notes(scene: Scene, month: str) -> tuple[Note, ...]:
    live = [seed for seed in _seeds(scene) if months_back(month, 11) <= seed.month <= month]
    kept = len(live) if scene.notes is None else min(scene.notes, len(live))
    return tuple(_note(scene, seed, month) for seed in live[len(live) - kept :])


def _note(scene: Scene, seed: Seed, month: str) -> Note:
    activity = _activity(scene, seed, month)
    lived = [_activity(scene, seed, m) for m in _months_between(seed.month, month)]
    saves, impressions = activity["saves"] or 0, activity["impressions"] or 0
    boundary = dt.date.fromisoformat(f"{month}-01")
    flags = ("new",) if seed.month == month else ("evergreen",) if (boundary - seed.published.date()).days > 30 else ()
    return Note(
        key=seed.key,
        title=seed.title,
        published_at=seed.published.isoformat(),
        format=seed.format,
        pillar=seed.pillar,
        traits=tuple(trait for trait, words in TRAITS.items() if any(word in seed.title for word in words)),
        activity=activity,
        lifetime={metric: sum(one[metric] or 0 for one in lived) for metric in activity},
        save_rate=saves / impressions if impressions else None,
        interval=None,
        adjusted_save_rate=(saves + 25) / (impressions + 1000),
        flags=flags,
    )


def _months_between(first: str, last: str) -> list[str]:
    months = [first]
    while months[-1] < last:
        months.append(months_back(months[-1], -1))
    return months


# -- numbers


def _rate(notes: Sequence[Note], top: str, bottom: str) -> float | None:
    below = _sum(notes, bottom)
    return _sum(notes, top) / below if below else None


def _sum(notes: Sequence[Note], metric: str) -> int:
    return sum(note.activity[metric] or 0 for note in notes)


def _interval(notes: Sequence[Note], top: str = "saves", bottom: str = "impressions") -> tuple[float, float] | None:
    """Leave one note out, as the contract has it, with t taken as 2.1."""
    pairs = [(note.activity[top] or 0, note.activity[bottom] or 0) for note in notes if note.activity[bottom]]
    s, m = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if len(pairs) < 5 or m <= s:
        return None
    left_out = [_logit(s - a, m - b) for a, b in pairs]
    mean = sum(left_out) / len(left_out)
    error = math.sqrt((len(pairs) - 1) / len(pairs) * sum((one - mean) ** 2 for one in left_out))
    low, high = (1 / (1 + math.exp(-(_logit(s, m) + side * 2.1 * error))) for side in (-1, 1))
    return low, high


def _logit(s: float, m: float) -> float:
    return math.log((s + 0.5) / (m - s + 0.5))


def _group(name: str, notes: Sequence[Note], all_saves: int) -> Group:
    saves = _sum(notes, "saves")
    return Group(
        name=name, notes=len(notes), impressions=_sum(notes, "impressions"), views=_sum(notes, "views"), saves=saves,
        comments=_sum(notes, "comments"), save_rate=_rate(notes, "saves", "impressions"), interval=_interval(notes),
        share_of_saves=saves / all_saves if all_saves else None,
    )  # fmt: skip


def _groups(names: Sequence[str], notes: Sequence[Note], belongs: Callable[[Note, str], bool]) -> tuple[Group, ...]:
    """Most saves first, as a Report has them."""
    found = {name: [note for note in notes if belongs(note, name)] for name in names}
    groups = [_group(name, members, _sum(notes, "saves")) for name, members in found.items() if members]
    return tuple(sorted(groups, key=lambda group: -(group.saves or 0)))


def _values(scene: Scene, month: str) -> dict[str, float | None]:
    notes = _notes(scene, month)
    counts: dict[str, float | None] = {metric: _sum(notes, metric) for metric in COUNTERS}
    ranks = _keywords(scene, month)
    clicks = sum(one.clicks or 0 for one in _destinations(scene, month)) if scene.clicks else None
    weight = sum(one.weight for one in ranks)
    evergreen = sum(note.activity["saves"] or 0 for note in notes if "evergreen" in note.flags)
    impressions, saves = counts["impressions"], counts["saves"]
    return counts | {
        "save_rate": _rate(notes, "saves", "impressions"),
        "saves_per_impression": _rate(notes, "saves", "impressions"),
        "saves_per_view": _rate(notes, "saves", "views"),
        "comment_rate": _rate(notes, "comments", "impressions"),
        "search_visibility": sum((one.visibility or 0) * one.weight for one in ranks) / weight if ranks else None,
        "click_throughs": clicks,
        "click_through_rate": clicks / impressions if clicks is not None and impressions else None,
        "evergreen_save_share": evergreen / saves if saves else None,
    }


def _headline(scene: Scene, month: str, has_before: bool) -> dict[str, Headline]:
    now, before = _values(scene, month), _values(scene, months_back(month, 1)) if has_before else {}
    tops = {"save_rate": ("saves", "impressions"), "saves_per_impression": ("saves", "impressions"),
            "saves_per_view": ("saves", "views"), "comment_rate": ("comments", "impressions")}  # fmt: skip
    intervals = {metric: _interval(_notes(scene, month), *pair) for metric, pair in tops.items()}
    targets = {"save_rate": 0.025, "click_throughs": round(1350 * scene.scale)} if scene.targets else {}
    return {
        metric: _one(value, before.get(metric), intervals.get(metric), targets.get(metric))
        for metric, value in now.items()
    }


def _one(value: float | None, before: float | None, interval: Interval | None, target: float | None) -> Headline:
    return Headline(
        value=value,
        previous=before,
        change=(value - before) / abs(before) if before and value is not None else None,
        basis="snapshots",
        interval=interval,
        significant=None if interval is None or before is None else not interval[0] <= before <= interval[1],
        target=target,
        status=None if target is None or value is None else "met" if value >= target else "missed",
    )


# -- ranks, clicks, days


def _days(month: str) -> list[dt.date]:
    year, number = int(month[:4]), int(month[5:])
    return [dt.date(year, number, day + 1) for day in range(calendar.monthrange(year, number)[1])]


@cache
def _keywords(scene: Scene, month: str) -> tuple[KeywordRank, ...]:
    more = ((f"a target keyword of thirty marks {n}", "long tail", 1, (20 + n,) * 14) for n in range(40))
    listed = (*KEYWORDS, *more)[: scene.keywords]
    return tuple(_keyword(scene, month, *one) for one in listed)


def _keyword(scene: Scene, month: str, term: str, group: str, weight: float, path: Sequence[int]) -> KeywordRank:
    days = tuple(DayRank(date=day, rank=_rank(path, scene, day)) for day in _days(month))
    found = [day.rank for day in days if day.rank is not None]
    before = months_back(month, 1)
    return KeywordRank(
        term=term,
        group=group,
        weight=weight,
        rank=_median([day.rank for day in days]),
        previous_rank=_median([_rank(path, scene, day) for day in _days(before)]) if before in scene.listed else None,
        best=min(found, default=None),
        days_observed=len(days),
        days_ranked=len(found),
        days_top3=sum(rank <= 3 for rank in found),
        days_top10=sum(rank <= 10 for rank in found),
        visibility=100 * sum(1 / math.log2(1 + rank) for rank in found) / len(days),
        note=_seeds(scene)[-1 - len(term) * len(path) // 7 % 6].key if found else None,
        days=days,
    )


def _rank(path: Sequence[int], scene: Scene, day: dt.date) -> int | None:
    """Between the month's value and the one before, reached by the middle of the month."""
    back = (int(scene.last[:4]) - day.year) * 12 + int(scene.last[5:]) - day.month
    now, before = path[max(-len(path), -1 - back)], path[max(-len(path), -2 - back)]
    if now == 99 or before == 99:
        known = min(now, before)
        return None if known == 99 or (now == 99) == (day.day > 12) else known + day.day % 3
    level = before + (now - before) * min(1, day.day / 12)
    return max(1, round(level + (0 if level < 3 else math.sin(day.day) * 0.06 * level)))


def _median(ranks: Sequence[float | None]) -> float | None:
    """Not found counts as worse than any rank."""
    ordered = sorted(math.inf if rank is None else rank for rank in ranks)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return None if math.isinf(middle) else middle


@cache
def _destinations(scene: Scene, month: str) -> tuple[DestinationClicks, ...]:
    if not scene.clicks:
        return ()
    before = _clicks(scene, months_back(month, 1)) if months_back(month, 1) in scene.listed else {}
    return tuple(
        DestinationClicks(
            name=name,
            clicks=sum(day.clicks for day in days),
            previous=sum(day.clicks for day in before[name]) if before else None,
            change=sum(d.clicks for d in days) / max(1, sum(d.clicks for d in before[name])) - 1 if before else None,
            days=days,
        )
        for name, days in _clicks(scene, month).items()
    )


def _clicks(scene: Scene, month: str) -> dict[str, tuple[DayClicks, ...]]:
    number = int(month[:4]) * 12 + int(month[5:])
    levels = {"profile": 24 + number % 7, "menu": 13 + number % 5, "storefront": 7 + number % 3}
    days = {
        day: scene.scale * (1.3 if day.weekday() > 4 else 1) * (1 + 0.25 * math.sin(day.day)) for day in _days(month)
    }
    return {
        name: tuple(DayClicks(date=day, clicks=round(level * factor)) for day, factor in days.items())
        for name, level in levels.items()
    }


def _daily(scene: Scene, month: str) -> tuple[Day, ...]:
    """The notes' sums spread over the month, so that the days make the whole."""
    days, notes = _days(month), _notes(scene, month)
    spread: dict[dt.date, dict[str, int]] = {day: {} for day in days}
    for metric in COUNTERS:
        total = _sum(notes, metric)
        weights = [1.4 + math.sin(day.day / 2) + (0.6 if day.weekday() > 4 else 0) for day in days]
        share = total / sum(weights)
        ends = [round(share * sum(weights[: n + 1])) for n in range(len(weights))]
        parts = [end - start for start, end in pairwise((0, *ends))]
        for day, part in zip(days, parts, strict=True):
            spread[day][metric] = part
    return tuple(Day(date=day, values=values) for day, values in spread.items())


# -- money, and two counts of the same


def _paid(scene: Scene, month: str) -> Paid | None:
    """A fifth of what was seen was paid for, and saved a little less often than the rest."""
    if not scene.paid or month < months_back(scene.last, 4):
        return None
    notes, part = _notes(scene, month), {"impressions": 0.2, "views": 0.19, "saves": 0.14}
    counts = {metric: (_sum(notes, metric), round(_sum(notes, metric) * share)) for metric, share in part.items()}
    shares = tuple(Share(metric=m, total=t, paid=p, organic=t - p) for m, (t, p) in counts.items())
    saves, seen = counts["saves"], counts["impressions"]
    return Paid(
        spend=round(2400 * scene.scale, 2), days=len(_days(month)), notes=min(3, len(notes)), shares=shares,
        save_rate=saves[1] / seen[1] if seen[1] else None,
        organic_save_rate=(saves[0] - saves[1]) / (seen[0] - seen[1]) if seen[0] > seen[1] else None,
    )  # fmt: skip


@cache
def _creators(scene: Scene, month: str) -> tuple[Creator, ...]:
    """A month's creators, the next month's begin one further on; those with many have five notes each."""
    if not scene.creators or month < months_back(scene.last, 4):
        return ()
    more = ((f"Creator with a long name {n}", 2_000 * n, 150.0 * n, 900 * n, 0.004 + 0.001 * n) for n in range(1, 20))
    listed = CREATORS if scene.creators < len(CREATORS) else (*CREATORS, *more)
    first = int(month[5:])
    taken = [listed[(first + place) % len(listed)] for place in range(min(scene.creators, len(listed)))]
    made = [_creator(scene, *one) for one in taken]
    return tuple(sorted(made, key=lambda c: (-(c.save_rate or 0), c.name)))


def _creator(scene: Scene, name: str, followers: int, fee: float | None, seen: int, appeal: float) -> Creator:
    notes = 5 if scene.creators > len(CREATORS) else 1
    impressions = round(seen * notes * scene.scale)
    saves = round(impressions * appeal)
    paid = None if fee is None or not scene.fees else round(fee * notes * scene.scale, 2)
    rate = saves / impressions if impressions else None
    return Creator(
        name=HOSTILE if scene.hostile and followers < 10_000 else name,
        followers=followers,
        tier="head" if followers >= 500_000 else "mid" if followers >= 10_000 else "koc",
        notes=notes,
        impressions=impressions,
        views=round(impressions * 0.14),
        saves=saves,
        save_rate=rate,
        interval=(rate * 0.8, min(rate * 1.25, 1)) if rate and notes > 4 else None,
        fee=paid,
        cost_per_save=paid / saves if paid and saves else None,
        flags=(("inflated_audience",) if name.endswith("C") else ()) + (() if paid else ("no_fee",)),
    )


def _reconciled(notes: Sequence[Note]) -> tuple[Reconciliation, ...]:
    """The trends have two per cent more: half of it in the days by which the lists were late."""
    found = []
    for metric in ("impressions", "views", "likes", "comments", "saves", "shares"):
        counted = _sum(notes, metric)
        more = round(counted * 0.02)
        found.append(
            Reconciliation(
                metric=metric, daily=counted + more, notes=counted, difference=more, by_dates=more // 2, by_notes=0,
                rest=more - more // 2,
            )
        )  # fmt: skip
    return tuple(found)


# -- approved months


def _restated(scene: Scene) -> tuple[Restatement, ...]:
    """What a late export would change of the month before, and tags of this one."""
    if not (scene.restated or scene.hostile):
        return ()
    late = "近30日互动数据.xlsx, captured 2026-12-02, is new since the approval (other values of 2026-09-30)."
    name = HOSTILE if scene.hostile else PILLARS[0]
    before, now = months_back(scene.last, 1), scene.last
    return (
        Restatement(month=before, number="headline.saves.value", was=4030, would_be=4051, why=late),
        Restatement(month=before, number="headline.save_rate.value", was=0.0312, would_be=0.0314, why=late),
        Restatement(month=now, number=f"pillars.{name}.saves", was=900, would_be=None, why=name),
        Restatement(month=now, number="notes.2026-10-03T12:00:00.pillar", was=name, would_be=None, why=name),
        Restatement(month=now, number="keywords.南洋咖啡.rank", was=2.5, would_be=3, why=name),
    )


# -- the Report


def _reports(scene: Scene) -> tuple[Report, ...]:
    told: list[Report] = []
    for month in scene.listed:
        if month not in scene.missing:
            report = _report(scene, month)
            told.append(yardsticks.placed(report, Story((*told, report)).six_before))
    return tuple(told)


def _age_curve(notes: Sequence[Note], first: bool) -> tuple[AgePoint, ...]:
    """The month's own notes up to two weeks old, a tenth above what is usual."""
    own = sorted(note.lifetime["saves"] or 0 for note in notes if "new" in note.flags)
    return tuple(_aged(own, days, first) for days in (7, 14, 21, 30, 60, 90)) if own else ()


def _aged(own: Sequence[int], days: int, first: bool) -> AgePoint:
    part, level, old = math.log1p(days) / math.log1p(14), own[len(own) // 2], len(own) if days <= 14 else 0
    usual = None if first else 0.9 * level * part
    return AgePoint(
        days=days,
        saves=level * part if old >= 5 else None,
        notes=old,
        above=None if usual is None else old // 2,
        usual=usual,
        low=None if usual is None else 0.6 * usual,
        high=None if usual is None else 1.7 * usual,
        usual_notes=0 if first else 40,
    )


@cache
def _report(scene: Scene, month: str) -> Report:
    notes, first = _notes(scene, month), month == scene.listed[0]
    following = dt.date.fromisoformat(f"{months_back(month, -1)}-01")
    has_before = not first and months_back(month, 1) not in scene.missing
    return Report(
        schema="report-gen/report@1",
        client=ClientName(slug=scene.slug, name=scene.name),
        month=month,
        definitions={"save_rate": "saves / impressions", "comment_rate": "comments / impressions"},
        coverage=Coverage(
            opening=None if first else dt.date.fromisoformat(f"{month}-01"), closing=following, first_month=first,
            rank_days=len(_days(month)) if scene.keywords else 0, last_day=following - dt.timedelta(1),
        ),
        headline=_headline(scene, month, has_before),
        formats=_groups(("image", "video"), notes, lambda note, name: note.format == name),
        pillars=_groups(scene.pillars, notes, lambda note, name: note.pillar == name),
        traits=_groups(tuple(TRAITS), notes, lambda note, name: name in note.traits),
        notes=notes,
        keywords=_keywords(scene, month),
        destinations=_destinations(scene, month),
        creators=_creators(scene, month),
        paid=_paid(scene, month),
        reconciliation=_reconciled(notes) if scene.daily and not first else (),
        insights=_findings() if month == scene.last else (),
        quality=_QUALITY,
        sources=_SOURCES,
        explanations=_MADE,
        days=_daily(scene, month) if scene.daily else (),
        age_curve=_age_curve(notes, first),
        events=_EVENTS if month == "2026-03" else (),
    )  # fmt: skip


_EVENTS = (
    Event(
        name="Giveaway", start=dt.date(2026, 3, 14), end=dt.date(2026, 3, 20),
        note="saved to enter, so not part of the trend",
    ),
)  # fmt: skip
_QUALITY = (
    Quality(code="views_exceed_impressions", severity="warning", message="2 videos have more views than impressions.",
            file="2026-11/笔记列表明细表.xlsx", row=7),
    Quality(code="reconciled", severity="info", message="Daily trends and note activities agree within 0.4%."),
)  # fmt: skip
_MADE = {
    "saves": Explanation(
        formula="The sum of the daily trends over the month’s days.", numbers={"days": 31},
        origins=(Origin(file="2026-10/近30日互动数据.xlsx", sheet="收藏趋势", column="B (数值)", rows="2–30"),),
    ),
    "save_rate": Explanation(
        formula="Saves divided by impressions: a sum over a sum, never a mean of rates.",
        numbers={"saves": 4030, "impressions": 130000}, left_out=("Left out: 1 note not in the closing note list.",),
        origins=(Origin(file="2026-10/笔记列表明细表.xlsx", sheet="Sheet1", column="I (收藏)", rows="3–151"),),
    ),
}  # fmt: skip
_SOURCES = (
    Source(file="2026-11/笔记列表明细表.xlsx", kind="note_list", sha256="5f" * 32, rows=80,
           captured_at="2026-11-01T09:12:00+08:00"),
    Source(file="keyword-ranks.csv", kind="keyword_ranks", sha256="0a" * 32, rows=3400, captured_at=None),
)  # fmt: skip
_SAID = (
    ("pillar_leads", "saves", "Kopi guides earned 48% of saves from 39% of impressions",
     "They answer a question that people come back to: 3.9% of impressions end in a save, 2.1% for store visits.",
     "Publish two more kopi guides in November, “less sugar” first."),
    ("target_met", "saves", "Save rate is above target in a normal month",
     "All four pillars rose together, without paid support. The gain on September alone could be chance.",
     "Keep the 2.5% target until December; raise it if two more months hold."),
    ("keyword_moved:新加坡咖啡", "search-rank", "新加坡咖啡 climbed from rank 9 to 4",
     "The ordering guide of 1 October took the place within eight days.",
     "Refresh its cover and pin the store list as the first comment."),
    ("keyword_moved:樟宜机场美食", "search-rank", "樟宜机场美食 slipped from rank 3 to 6",
     "Two competitors published new guides to Terminal 3 in mid-September; ours dates from March.",
     "Re-shoot the airport note with opening hours, before the holidays."),
    ("clicks_target", "click-throughs", "Click-throughs met the target of 1,350",
     "The menu took most of the rise; the storefront stayed where it was.", None),
)  # fmt: skip


def _findings() -> tuple[Finding, ...]:
    return tuple(
        Finding(
            id=name, section=section, importance=0.9 - 0.1 * place, evidence={"share": 0.48}, text={"en": text},
            why={"en": why}, action={"en": action} if action else None,
        )
        for place, (name, section, text, why, action) in enumerate(_SAID)
    )  # fmt: skip


def _blank(told: Story) -> Story:
    """Every value unknown: what a month of damaged exports leaves."""
    empty = Headline(value=None)
    reports = tuple(
        report.model_copy(
            update={
                "headline": dict.fromkeys(report.headline, empty),
                "notes": tuple(
                    note.model_copy(
                        update={
                            "activity": dict.fromkeys(note.activity),
                            "lifetime": dict.fromkeys(note.lifetime),
                            "save_rate": None,
                            "adjusted_save_rate": None,
                        }
                    )
                    for note in report.notes
                ),
                "pillars": tuple(_unknown(group) for group in report.pillars),
                "formats": tuple(_unknown(group) for group in report.formats),
                "traits": tuple(_unknown(group) for group in report.traits),
                "keywords": (),
                "destinations": (),
                "creators": (),
                "paid": None,
                "reconciliation": (),
                "days": (),
                "age_curve": (),
                "insights": (),
            }
        )
        for report in told.reports
    )
    return replace(told, reports=reports)


def _unknown(group: Group) -> Group:
    return Group(
        name=group.name, notes=group.notes, impressions=None, views=None, saves=None, comments=None, save_rate=None,
        interval=None, share_of_saves=None,
    )  # fmt: skip


def _partial(told: Story) -> Story:
    """The last month ends on the 20th, so nothing is held against it."""
    last = told.report
    coverage = last.coverage.model_copy(update={"partial": True, "last_day": dt.date(2026, 10, 20)})
    alone = {"previous": None, "change": None, "significant": None}
    headline = {name: one.model_copy(update=alone) for name, one in last.headline.items()}
    changed = last.model_copy(update={"coverage": coverage, "headline": headline})
    return replace(told, reports=(*told.reports[:-1], changed))
