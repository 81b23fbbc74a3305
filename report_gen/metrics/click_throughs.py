"""Click-throughs: what people do next, by destination. The profile's are the profile visits (主页访客) of the daily trends.

Not every row of the month counts: see `Sifted`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from report_gen.config import ClientConfig
from report_gen.history import MonthData, runs_of
from report_gen.metrics._headline import basis_of, headline, total
from report_gen.report import DayClicks, DestinationClicks, Headline
from report_gen.tables import Quality
from report_gen.wording import Enumeration, say, say_n

PROFILE = "profile"
LANDING = "landing_pages"
# Of two kinds of exports that count one destination's visits the first counts: trackers count what left the notes, a website
# all that arrived.
KINDS = ("clicks", LANDING, "store_notes")
_CALLED = {"clicks": "the click table", LANDING: "the landing pages", "store_notes": "the store's note file"}


@dataclass(frozen=True)
class Sifted:
    """The month's rows of `clicks`, each with its destination as `name`, by what becomes of them.

    counted: the rows that make the numbers; again: another kind's count of a destination that is counted already; crossing:
    over periods that are not within the month; unmatched: landing pages that no destination of client.yml asks for.
    """

    counted: pd.DataFrame
    again: pd.DataFrame
    crossing: pd.DataFrame
    unmatched: pd.DataFrame

    def unknown(self, month: MonthData) -> list[str]:
        """Destinations whose only clicks are over a period that holds the month and more: nobody knows how many are its."""
        first, last = month.period.days[0], month.period.days[-1]
        whole = self.crossing[(self.crossing["date"] <= first) & (self.crossing["until"] >= last)]
        return sorted(set(whole["name"]) - set(self.counted["name"]))


def compute(month: MonthData) -> dict[str, object]:
    destinations = tuple(_destinations(month))
    if not destinations:
        return {}
    clicks = _sum(destinations)
    return {
        "destinations": destinations,
        "headline": {
            "click_throughs": headline(month, "click_throughs", clicks, "daily"),
            "click_through_rate": _rate(month, clicks),
        },
    }


def sift(month: MonthData) -> Sifted:
    """Which of the month's clicks count."""
    config, rows = month.config, month.clicks
    rows = rows.assign(name=rows["destination"].map(lambda written: _name(written, config)).astype("object"))
    if "profile_visits" in month.daily:  # the platform's own count stands; a second one would count every visit twice
        rows = rows[rows["name"] != PROFILE]
    stray = (rows["kind"] == LANDING) & ~rows["name"].isin(list(config.destinations))
    rows, unmatched = rows[~stray], rows[stray]
    inside = (rows["date"] >= month.period.days[0]) & (rows["until"] <= month.period.days[-1])
    rows, crossing = rows[inside], rows[~inside]
    place = rows["kind"].map({kind: place for place, kind in enumerate(KINDS)}).fillna(len(KINDS))
    first = place == place.groupby(rows["name"]).transform("min")
    return Sifted(rows[first], rows[~first], crossing, unmatched)


def remarks(month: MonthData) -> Iterator[Quality]:
    """What of the exports' clicks is not in the numbers, and where a number is not the whole month's."""
    sifted = sift(month)
    for (file, first, last), rows in sifted.crossing.groupby(["file", "date", "until"]):
        yield _crossing(month, str(file), f"{first:%Y-%m-%d} to {last:%Y-%m-%d}", sorted(set(rows["name"])))
    for (name, file), rows in sifted.again.groupby(["name", "file"]):
        kind = sifted.counted.loc[sifted.counted["name"] == name, "kind"].iloc[0]
        yield _again(str(name), str(file), int(rows["clicks"].sum()), _CALLED.get(kind, kind))
    for file, rows in sifted.unmatched.groupby("file"):
        yield _unmatched(str(file), rows.groupby("destination")["clicks"].sum().sort_values(ascending=False))
    for name, rows in sifted.counted.groupby("name"):
        yield from _short(month, str(name), rows)


def _destinations(month: MonthData) -> Iterator[DestinationClicks]:
    if "profile_visits" in month.daily:
        visits = month.daily["profile_visits"]
        # A count with days missing is not the month's count: better none than one that is too small.
        counted = int(visits.sum()) if month.complete("profile_visits") else None
        yield _destination(PROFILE, counted, dict(visits.dropna().items()))
    sifted = sift(month)
    found = {str(name): rows for name, rows in sifted.counted.groupby("name")}
    for name in sorted({*found, *sifted.unknown(month)}):
        rows = found.get(name, sifted.counted.iloc[:0])
        of_days = rows[rows["date"] == rows["until"]]
        clicks = int(rows["clicks"].sum()) if name in found else None
        yield _destination(name, clicks, dict(of_days.groupby("date")["clicks"].sum().items()))


def _name(written: str, config: ClientConfig) -> str:
    """The destination of client.yml that a landing page or a tracker's address belongs to; others keep their own name."""
    patterns = ((name, pattern) for name, destination in config.destinations.items() for pattern in destination.match)
    return next((name for name, pattern in patterns if pattern.casefold() in written.casefold()), written)


def _destination(name: str, clicks: int | None, days: dict[object, float]) -> DestinationClicks:
    by_day = tuple(DayClicks(date=day.date(), clicks=int(value)) for day, value in days.items())  # type: ignore[attr-defined]
    return DestinationClicks(name=name, clicks=clicks, previous=None, change=None, days=by_day)


def _sum(destinations: tuple[DestinationClicks, ...]) -> int | None:
    """All destinations together; unknown where one of them is."""
    counts = [d.clicks for d in destinations]
    return None if None in counts else sum(c for c in counts if c is not None)


def _rate(month: MonthData, clicks: int | None) -> Headline:
    per = month.config.save_rate.per
    if clicks is None or per not in month.notes:
        return headline(month, "click_through_rate", None, None)
    basis = basis_of(month, per)
    whole = total(month, per, basis)
    return headline(month, "click_through_rate", clicks / whole if whole and whole > 0 else None, basis)


# -- what is not in the numbers


def _crossing(month: MonthData, file: str, days: str, names: list[str]) -> Quality:
    message = say(
        "The clicks to {names} are of {days}, which is not within {month}: left out.",
        names=Enumeration(tuple(names)), days=days, month=month.period.month,
    )  # fmt: skip
    first, last = month.period.start, month.period.days[-1].date()
    advice = say("Export {file} again for {first} to {last} exactly.", file=file, first=first, last=last)
    return Quality.told("clicks_crossing", "warning", message, advice, file)


def _again(name: str, file: str, clicks: int, counted: str) -> Quality:
    message = say(
        "{clicks} clicks to {name} are left out: {other} counts the same visits, and only its number is used.",
        clicks=clicks, name=name, other=counted,
    )  # fmt: skip
    advice = say(
        "If they are other visits, give them a destination of their own instead of {name} in client.yml.", name=name
    )
    return Quality.told("clicks_counted_once", "info", message, advice, file)


def _unmatched(file: str, by_page: pd.Series) -> Quality:
    message = say_n(
        "{n} landing page matches no destination of client.yml and {visits} visits are left out; most visited is {page} with "
        "{most}.",
        "{n} landing pages match no destination of client.yml and {visits} visits are left out; most visited is {page} with "
        "{most}.",
        len(by_page),
        visits=int(by_page.sum()),
        page=by_page.index[0],
        most=int(by_page.iloc[0]),
    )
    advice = say("Name the pages that notes lead to under destinations: in client.yml, with match.")
    return Quality.told("landing_pages_unmatched", "info", message, advice, file)


def _short(month: MonthData, name: str, rows: pd.DataFrame) -> Iterator[Quality]:
    """Periods say which days they cover; days without a row of a click table may have had no clicks."""
    periods = rows[rows["until"] > rows["date"]]
    if periods.empty:
        return
    spans = set(zip(rows["date"], rows["until"], strict=True))
    covered = {day for first, last in spans for day in pd.date_range(first, last)}
    missing = [day.date() for day in month.period.days if day not in covered]
    if missing:
        message = say(
            "The clicks to {name} are not the whole month's: {days} are in no export.", name=name, days=runs_of(missing)
        )
        first, last = month.period.start, month.period.days[-1].date()
        advice = say("Export {first} to {last} in one file.", first=first, last=last)
        yield Quality.told("clicks_period_short", "warning", message, advice, str(periods["file"].iloc[0]))
