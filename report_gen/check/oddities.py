"""What is not as it usually is with this client: a number, a keyword or a destination that stopped, a pillar without notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from report_gen.check.found import Remark
from report_gen.check.gaps import listed
from report_gen.config import INDEXES, RATES, ClientConfig
from report_gen.metrics.click_throughs import PROFILE
from report_gen.mistakes import guess
from report_gen.report import Number, Report

DEVIATIONS, FEWEST_MONTHS = 3, 6
MAD_TO_DEVIATION = 1.4826  # of a normal distribution
UNREAD_DAYS = 14  # a keyword that is not looked for so long, and twice as long as usual, has been forgotten
SILENT_DAYS = 3  # a destination's table that ends so long before the month does has stopped


def remarks(report: Report, earlier: Sequence[Report], config: ClientConfig) -> Iterator[Remark]:
    """`earlier`: the up to twelve months before, the oldest first, none of them partial."""
    yield from _numbers(report, earlier, config)
    yield from _keywords(report, earlier)
    yield from _destinations(report, earlier, config)
    yield from _pillars(report, config)
    yield from _names(report, config)


# -- numbers


def _numbers(report: Report, earlier: Sequence[Report], config: ClientConfig) -> Iterator[Remark]:
    events = [e.name for e in config.events if e.start <= report.coverage.last_day and e.last >= report.first_day]
    for name, headline in report.headline.items():
        past = [value for one in earlier if (value := _comparable(one, name)) is not None]
        if headline.value is None or len(past) < FEWEST_MONTHS or not is_odd(headline.value, past):
            continue
        message = f"{name.replace('_', ' ')} {shown(name, headline.value)}: {_usual(name, headline.value, past)}."
        yield Remark("odd", "number_odd", "warning", message, _why(events))


def _usual(name: str, value: Number, past: Sequence[Number]) -> str:
    """far above the usual 560 (454 to 1,140 in the 12 months before)"""
    low, middle, high = (shown(name, one) for one in (min(past), median(past), max(past)))
    side = "above" if value > median(past) else "below"
    return f"far {side} the usual {middle} ({low} to {high} in the {len(past)} months before)"


def _why(events: Sequence[str]) -> str:
    look = "look for a doubled or missing file"
    if events:
        return f"If {listed(events)} doesn’t explain it, {look}."
    return f"If nothing that happened explains it, {look}; if something does, name it under events: in client.yml."


def is_odd(value: Number, past: Sequence[Number]) -> bool:
    """More than three robust deviations (1.4826 × the median distance from the median) from the median. Where most months
    are equal, anything else is odd."""
    middle = median(past)
    deviation = MAD_TO_DEVIATION * median(abs(one - middle) for one in past)
    return abs(value - middle) > DEVIATIONS * deviation


def _comparable(report: Report, name: str) -> Number | None:
    """In a first month the notes' sums hold only what was published in it."""
    headline = report.headline.get(name)
    if headline is None or (report.coverage.first_month and headline.basis == "snapshots"):
        return None
    return headline.value


def shown(name: str, value: Number) -> str:
    if name in RATES:
        return f"{value:.2%}"
    return f"{value:.1f}" if name in INDEXES else f"{value:,.0f}"


# -- keywords


def _keywords(report: Report, earlier: Sequence[Report]) -> Iterator[Remark]:
    """Keywords that were looked for and no longer are. Those forgotten on the same day share a line."""
    stopped: dict[dt.date, list[str]] = {}
    never: list[str] = []
    for term in (keyword.term for keyword in report.keywords):
        days = sorted(day.date for one in (*earlier, report) for k in one.keywords if k.term == term for day in k.days)
        if not days:
            never.append(term)
        elif is_forgotten(days, report.coverage.last_day):
            stopped.setdefault(days[-1], []).append(term)
    for day, terms in stopped.items():
        is_all = len(terms) + len(never) == len(report.keywords) > 1
        message = f"{'No keyword was' if is_all else 'No longer'} looked for after {day}: {listed(terms, 5)}."
        advice = "If they were looked for, put the rank table into exports/; else go on looking."
        yield Remark("odd", "keyword_stopped", "warning", message, advice)
    if never:
        message = f"In client.yml, but never looked for: {listed(never, 5)}."
        yield Remark("missing", "keyword_never", "warning", message, "Look them up, or take them out of keywords.")


def is_forgotten(days: Sequence[dt.date], end: dt.date) -> bool:
    """Whether the days since the last look are over two weeks and over twice the usual time between two looks."""
    silent = (end - days[-1]).days
    between = [(later - day).days for day, later in pairwise(days)]
    return silent > UNREAD_DAYS and silent > 2 * (median(between) if between else 0)


# -- destinations


def clicked(reports: Iterable[Report]) -> dict[str, set[dt.date]]:
    """The days with rows of clicks, by destination. The profile's visits come from the trends."""
    days: dict[str, set[dt.date]] = {}
    for destination in (d for report in reports for d in report.destinations if d.name != PROFILE):
        days.setdefault(destination.name, set()).update(day.date for day in destination.days)
    return days


def _destinations(report: Report, earlier: Sequence[Report], config: ClientConfig) -> Iterator[Remark]:
    """Destinations whose clicks end before the month does, though the month or the one before has some."""
    last, recent = report.coverage.last_day, clicked([*earlier[-1:], report])
    ends = {name: max(days) for name, days in recent.items() if days and not _has_periods(report, name)}
    for day, names in _by_day({name: end for name, end in ends.items() if (last - end).days > SILENT_DAYS}).items():
        message = f"Clicks to {listed(names)} end on {day}, {(last - day).days} days before the month does."
        advice = "Export the rest of the month; if the export is whole, look whether the link still leads there."
        yield Remark("odd", "destination_stopped", "warning", message, advice)
    known = {d.name for one in (*earlier, report) for d in one.destinations}
    if never := [name for name in config.destinations if name not in known]:
        message = f"In client.yml, but no export has clicks to it: {listed(never, 5)}."
        advice = "Export its clicks, or look whether its match words fit the addresses of the export."
        yield Remark("missing", "destination_never", "warning", message, advice)


def _has_periods(report: Report, name: str) -> bool:
    """Whether some of the month's clicks are of periods, which have no days."""
    return any(d.name == name and (d.clicks or 0) > sum(day.clicks for day in d.days) for d in report.destinations)


def _by_day(ends: Mapping[str, dt.date]) -> dict[dt.date, list[str]]:
    days: dict[dt.date, list[str]] = {}
    for name, day in ends.items():
        days.setdefault(day, []).append(name)
    return days


# -- pillars


def _pillars(report: Report, config: ClientConfig) -> Iterator[Remark]:
    own = {pillar.name for pillar in config.pillars}
    if empty := [group.name for group in report.pillars if group.name in own and group.notes == 0]:
        message = f"No note of the month belongs to {listed(empty)}."
        advice = "If notes should, add words of their titles to its match in client.yml, or name it in notes.csv."
        yield Remark("odd", "pillar_empty", "warning", message, advice)


# -- names


def _names(report: Report, config: ClientConfig) -> Iterator[Remark]:
    """Words of another language for something that the client doesn't have: a typing slip shows the name as it is."""
    known = _own_names(report, config)
    for language, said in config.names.items():
        for name in (name for name in said if name not in known):
            message = f"names in client.yml has “{name}” in “{language}”, but nothing of this client is called that."
            advice = (
                f"Write it as the pillar, trait, destination, event or group is written.{guess(name, sorted(known))}"
            )
            yield Remark("odd", "name_unused", "warning", message, advice)


def _own_names(report: Report, config: ClientConfig) -> set[str]:
    groups = {group.name for group in (*report.pillars, *report.traits)}
    events = {text for event in config.events for text in (event.name, event.note) if text}
    keywords = {keyword.group for keyword in config.keywords if keyword.group}
    own = {pillar.name for pillar in config.pillars}
    return groups | events | keywords | own | set(config.all_traits) | set(config.destinations) | {PROFILE}
