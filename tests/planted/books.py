"""The account's numbers by plain arithmetic on its tables, in a way of its own: what every figure of a sentence must be.

`figures(finding, world)` is, for each rule that it knows, the figures that its English sentences may hold, as written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from statistics import median
from typing import Any

import pandas as pd

from report_gen.report import Finding
from report_gen.tables import COUNTERS, Tables
from tests.planted.world import PILLAR_WORDS, PILLARS, TRAITS, World, tables

Figures = list[str]


class Books:
    """A world's tables, kept by month: `2026-10` is the last."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tables: Tables = tables(world)
        self._months: dict[str, pd.DataFrame] = {}

    def notes(self, month: str) -> pd.DataFrame:
        """A row per note of the month, with what it earned in it: the next first of a month's list less this one's."""
        if month not in self._months:
            self._months[month] = self._earned(month)
        return self._months[month]

    def _earned(self, month: str) -> pd.DataFrame:
        start = pd.Timestamp(f"{month}-01")
        closing, opening = (self._list(day) for day in (start + pd.offsets.MonthBegin(1), start))
        counters = list(COUNTERS)
        earned = closing[counters].sub(opening[counters].reindex(closing.index).fillna(0))
        published = closing["published_at"].dt.tz_localize(None)
        return earned.assign(
            title=closing["title"], format=closing["format"], published=published,
            pillar=closing["title"].map(_pillar), traits=closing["title"].map(_traits),
        )  # fmt: skip

    def _list(self, day: pd.Timestamp) -> pd.DataFrame:
        lists = self.tables.note_snapshots
        return lists[lists["captured_on"] == day].set_index("note")

    @cached_property
    def daily(self) -> pd.DataFrame:
        return self.tables.account_daily.pivot_table(index="date", columns="metric", values="value")

    def total(self, metric: str, month: str) -> float:
        return float(self.daily.loc[month, metric].sum())

    def rate(self, month: str, part: str = "saves", whole: str = "impressions") -> float:
        """By the daily trends; of the month before the first list only what came out in it is known."""
        if month in self.daily.index.strftime("%Y-%m"):
            return self.total(part, month) / self.total(whole, month)
        closing = self._list(pd.Timestamp(f"{month}-01") + pd.offsets.MonthBegin(1))
        new = closing[closing["published_at"].dt.strftime("%Y-%m") == month]
        return float(new[part].sum() / new[whole].sum())

    def pooled(self, months: Iterable[str], meant: Callable[[pd.DataFrame], Any]) -> float:
        """Σ saves ÷ Σ impressions of the notes that are meant, over months."""
        rows = pd.concat([n[meant(n)] for n in map(self.notes, months)])
        return float(rows["saves"].sum() / rows["impressions"].sum())

    def share(self, month: str, metric: str, meant: Callable[[pd.DataFrame], Any]) -> float:
        notes = self.notes(month)
        return float(notes.loc[meant(notes), metric].sum() / notes[metric].sum())

    def clicks(self, month: str, name: str) -> float:
        rows = self.tables.clicks
        return float(
            rows.loc[(rows["destination"] == name) & (rows["date"].dt.strftime("%Y-%m") == month), "clicks"].sum()
        )

    def rank(self, month: str, term: str) -> float | None:
        rows = self.tables.keyword_ranks
        rows = rows[(rows["keyword"] == term) & (rows["date"].dt.strftime("%Y-%m") == month)]
        middle = rows["rank"].fillna(float("inf")).median()
        return None if middle == float("inf") else float(middle)

    def creators(self, months: Iterable[str]) -> pd.DataFrame:
        """The collaborations that came out in those months."""
        rows = self.tables.creator_snapshots
        return rows[rows["published_on"].dt.strftime("%Y-%m").isin(list(months))]

    def whole(self, months: Iterable[str]) -> list[str]:
        """Of those months the ones that have a list at either end."""
        return [m for m in months if pd.Timestamp(f"{m}-01") in set(self.tables.note_snapshots["captured_on"])]


def _pillar(title: str) -> str:
    return next((name for name, word in zip(PILLARS, PILLAR_WORDS, strict=True) if word in title), "Other")


def _traits(title: str) -> tuple[str, ...]:
    return tuple(name for name, words in TRAITS.items() if any(word in title for word in words))


def back(month: str, count: int) -> str:
    return str(pd.Period(month, "M") - count)


def run(month: str, count: int) -> list[str]:
    """The month and those before it, `count` in all, the oldest first."""
    return [back(month, n) for n in reversed(range(count))]


# -- figures as they are written


def rate(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f}%"


def share(value: float) -> str:
    return rate(value, 0)


def count(value: float) -> str:
    return f"{value:,.0f}"


def plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def points(value: float) -> str:
    return f"{abs(100 * value):.1f}"


def day_figures(*days: dt.date) -> Figures:
    return [str(day.day) for day in days]


# -- what each rule's sentences may hold


def _moved(books: Books, month: str, told: Finding) -> Figures:
    then, now = books.rate(back(month, 1)), books.rate(month)
    kinds = {name: _split(books, month, name) for name in books.notes(month)["pillar"].unique()}
    said = [rate(then), rate(now), points(now - then), str(len(kinds))]
    return said + [points(part) for parts in kinds.values() for part in parts]


def _split(books: Books, month: str, pillar: str) -> tuple[float, float]:
    """A pillar's part of the change of the notes' rate: of its own rate, and of how much was shown of it."""
    months = [books.notes(m) for m in (month, back(month, 1))]
    shares, rates, wholes = [], [], []
    for notes in months:
        own = notes[notes["pillar"] == pillar]
        shares.append(own["impressions"].sum() / notes["impressions"].sum())
        rates.append(own["saves"].sum() / max(own["impressions"].sum(), 1))
        wholes.append(notes["saves"].sum() / notes["impressions"].sum())
    own_rate = sum(shares) / 2 * (rates[0] - rates[1])
    return own_rate, (shares[0] - shares[1]) * (sum(rates) / 2 - sum(wholes) / 2)


def _pillar_stands_out(books: Books, month: str, told: Finding) -> Figures:
    pillar, months = told.evidence["pillar"], run(month, told.evidence["months"])
    rates = [books.pooled([m], lambda n: n["pillar"] == pillar) > books.pooled([m], lambda n: n["pillar"] != pillar)
             for m in months]  # fmt: skip
    return [
        share(books.share(month, "saves", lambda n: n["pillar"] == pillar)),
        share(books.share(month, "impressions", lambda n: n["pillar"] == pillar)),
        rate(books.pooled(months, lambda n: n["pillar"] == pillar)),
        rate(books.pooled(months, lambda n: n["pillar"] != pillar)),
        str(len(months)), str(sum(rates)), str(len(months) - sum(rates)),
    ]  # fmt: skip


def _pillar_changed(books: Books, month: str, told: Finding) -> Figures:
    def own(notes: pd.DataFrame) -> Any:
        return notes["pillar"] == told.evidence["pillar"]

    months = told.evidence["months"]
    return [rate(books.pooled([month], own)), rate(books.pooled(run(back(month, 1), months), own)), str(months)]


def _format(books: Books, month: str, told: Finding) -> Figures:
    months = run(month, told.evidence["months"])
    both = [books.pooled(months, lambda n, f=f: n["format"] == f) for f in ("image", "video")]  # type: ignore[misc]
    return [*map(rate, both), str(len(months))]


def _trait(books: Books, month: str, told: Finding) -> Figures:
    def own(notes: pd.DataFrame) -> Any:
        return notes["traits"].map(lambda traits: told.evidence["trait"] in traits).astype(bool)

    months = run(month, told.evidence["months"])
    both = books.pooled(months, own), books.pooled(months, lambda n: ~own(n))
    return [*map(rate, both), str(len(months))]


def _note_carries(books: Books, month: str, told: Finding) -> Figures:
    notes = books.notes(month)
    own = notes.loc[told.evidence["note"]]
    before = books.whole(run(back(month, 1), 6))
    usual = [n["saves"].max() / n["saves"].sum() for n in map(books.notes, before)]
    return [
        share(own["saves"] / notes["saves"].sum()), count(own["saves"]), rate(own["saves"] / own["impressions"]),
        rate(books.rate(month)), share(median(usual or [0])),
    ]  # fmt: skip


def _breakout(books: Books, month: str, told: Finding) -> Figures:
    own = books.notes(month).loc[told.evidence["note"]]
    usual = books.notes(month)["impressions"].median()
    return [rate(own["saves"] / own["impressions"]), rate(books.rate(month)), count(own["impressions"]), count(usual)]


def _evergreen(books: Books, month: str, told: Finding) -> Figures:
    notes = books.notes(month)
    old = notes[notes["published"] < pd.Timestamp(f"{month}-01") - pd.Timedelta(days=30)]
    most = old.sort_values("saves", ascending=False)["saves"].head(3)
    return [
        share(old["saves"].sum() / notes["saves"].sum()),
        *map(count, most),
        share(most.iloc[0] / notes["saves"].sum()),
    ]


def _target(books: Books, month: str, told: Finding) -> Figures:
    target = books.world.settings["targets"]["save_rate"]
    met = 0
    for earlier in reversed(run(month, books.world.months + 1)):
        if books.rate(earlier) < target:
            break
        met += 1
    return [rate(target), points(books.rate(month) - target), str(met)]


def _held(books: Books, month: str, told: Finding) -> Figures:
    return [rate(books.rate(month)), rate(books.rate(back(month, 1)))]


def _keyword(books: Books, month: str, told: Finding) -> Figures:
    if told.id.endswith(":several"):
        return [str(sum(term.moves != () for term in books.world.terms))]
    term = told.evidence["keyword"]
    return [plain(books.rank(month, term)), plain(books.rank(back(month, 1), term)), "3", "10"]


def _keyword_place(books: Books, month: str, told: Finding) -> Figures:
    """The days from the one that it names, and the rank before."""
    term, since = told.evidence["keyword"], pd.Timestamp(told.evidence["since"])
    looks = books.tables.keyword_ranks
    own = looks[(looks["keyword"] == term) & (looks["date"] >= since) & (looks["date"] < pd.Timestamp(books.world.end))]
    place = own["rank"].fillna(float("inf")).median()
    return [plain(place), plain(books.rank(back(month, 1), term)), count(len(own)), *day_figures(since.date())]


def _destination(books: Books, month: str, told: Finding) -> Figures:
    name = told.evidence["destination"]
    before = [books.clicks(m, name) for m in run(back(month, 1), told.evidence["months"])]
    return [count(books.clicks(month, name)), count(median(before)), str(len(before))]


def _dead_link(books: Books, month: str, told: Finding) -> Figures:
    rows = books.tables.clicks
    days = rows[rows["destination"] == told.evidence["destination"]].set_index("date")["clicks"]
    last = days[days > 0].index.max()
    before = days[(days.index <= last) & (days.index > last - pd.Timedelta(days=28))]
    return [*day_figures((last + pd.Timedelta(days=1)).date()), "28", count(before.sum())]


def _creator_beats(books: Books, month: str, told: Finding) -> Figures:
    every = books.creators(run(month, told.evidence["months"]))
    own = every[every["creator"] == told.evidence["creator"]]
    flagged = {b.name for b in books.world.bloggers if b.engagement < 0.2}
    larger = every[(every["followers"] >= 3 * own["followers"].max()) & ~every["creator"].isin(flagged)]
    rates = [rate(rows["saves"].sum() / rows["impressions"].sum()) for rows in (own, larger)]
    return [
        *rates,
        count(own["followers"].max()),
        str(len(own)),
        str(len(larger)),
        str(larger["creator"].nunique()),
        "1",
    ]


def _creator_cost(books: Books, month: str, told: Finding) -> Figures:
    rows = books.creators([month]).groupby("creator")[["saves", "fee"]].sum()
    cost = (rows["fee"] / rows["saves"]).sort_values()
    ends = rows.loc[[cost.index[0], cost.index[-1]]]
    return [*(f"{cost.iloc[n]:,.2f}" for n in (0, -1)), *map(count, ends["saves"]), *map(count, ends["fee"])]


def _conversation(books: Books, month: str, told: Finding) -> Figures:
    notes = books.notes(month)
    own = notes.loc[told.evidence["note"]]
    rest = notes.drop(index=told.evidence["note"])
    return [
        count(own["comments"]), share(own["comments"] / notes["comments"].sum()), share(own["views"] / notes["views"].sum()),
        rate(own["comments"] / own["views"]), rate(rest["comments"].sum() / rest["views"].sum()),
    ]  # fmt: skip


def _followers(books: Books, month: str, told: Finding) -> Figures:
    """What is usual is the rule's own: the days and their sums are checked."""
    first, last = (dt.date.fromisoformat(told.evidence[end]) for end in ("first", "last"))
    days = books.daily.loc[str(first) : str(last)]
    usual = [count(told.evidence[name]) for name in ("usual_new_followers", "usual_saves")]
    return [count(days["new_followers"].sum()), count(days["saves"].sum()), *day_figures(first, last), *usual]


def _funnel(books: Books, month: str, told: Finding) -> Figures:
    """The account's own step in the month; `usual` is the median of the months before."""
    steps = {"saves": ("saves", "views"), "clicks": ("clicks", "saves")}
    if told.evidence["step"] not in steps:
        notes = [n[n["format"] == "image"] for n in map(books.notes, run(month, 7))]
        opened = [n["views"].sum() / n["impressions"].sum() for n in notes]
    elif told.evidence["step"] == "saves":
        opened = [books.rate(m, "saves", "views") for m in run(month, 7)]
    else:
        names = [place.name for place in books.world.places]
        opened = [
            (sum(books.clicks(m, name) for name in names) + books.total("profile_visits", m)) / books.total("saves", m)
            for m in run(month, 7)
        ]
    return [rate(opened[-1]), rate(median(opened[:-1])), str(len(opened) - 1)]


RULES: dict[str, Callable[[Books, str, Finding], Figures]] = {
    "conversation": _conversation,
    "creator_beats": _creator_beats,
    "creator_cost": _creator_cost,
    "dead_link": _dead_link,
    "destination_moved": _destination,
    "evergreen_notes": _evergreen,
    "followers_without_saves": _followers,
    "format_effect": _format,
    "funnel_leak": _funnel,
    "keyword_moved": _keyword,
    "keyword_place": _keyword_place,
    "note_breakout": _breakout,
    "note_carries": _note_carries,
    "pillar_changed": _pillar_changed,
    "pillar_leads": _pillar_stands_out,
    "pillar_trails": _pillar_stands_out,
    "save_rate_held": _held,
    "save_rate_moved": _moved,
    "save_rate_target": _target,
    "trait_effect": _trait,
}


def figures(told: Finding, books: Books, month: str) -> Figures | None:
    """None for a rule that is not kept here."""
    rule = RULES.get(told.rule)
    return None if rule is None else rule(books, month, told)
