"""Click-throughs: what people do next, by destination. The profile's are the profile visits (主页访客) of the daily trends."""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.config import ClientConfig
from report_gen.history import MonthData
from report_gen.metrics._headline import basis_of, headline, total
from report_gen.report import DayClicks, DestinationClicks, Headline

PROFILE = "profile"


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


def _destinations(month: MonthData) -> Iterator[DestinationClicks]:
    if "profile_visits" in month.daily:
        visits = month.daily["profile_visits"]
        # A count with days missing is not the month's count: better none than one that is too small.
        counted = int(visits.sum()) if month.complete("profile_visits") else None
        yield _destination(PROFILE, counted, dict(visits.dropna().items()))
    names = month.clicks["destination"].map(lambda written: _name(written, month.config))
    for name, rows in month.clicks.groupby(names):
        if name == PROFILE and "profile_visits" in month.daily:
            continue  # the platform's own count stands; a second one would count every visit twice
        by_day = rows.groupby("date")["clicks"].sum()
        yield _destination(str(name), int(by_day.sum()), dict(by_day.items()))


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
