"""Days that exports lack, by the file that would have them; and what can still be done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from report_gen.check.found import Gap, MonthCheck, Remark
from report_gen.history import Period, day_runs
from report_gen.topics import fold

# The Creator Center's files, and what of them a month is made of.
SUBJECTS = {
    "近30日观看数据": ("impressions", "views"),
    "近30日互动数据": ("likes", "comments", "saves", "shares"),
    "近30日涨粉数据": ("new_followers", "lost_followers", "profile_visits"),
}
REACH = dt.timedelta(days=30)  # how far back such a file goes
RUNS = 3  # of days that a line names
NAMED = 3  # keywords that a line names with their days

Days = tuple[dt.date, ...]


# -- finding


def of_trends(trends: pd.DataFrame, accounts: Iterable[str], period: Period) -> Iterator[Gap]:
    """What each account's daily trends lack. Metrics of a file that lack the same days share a gap."""
    days = _days(period)
    own = trends[trends["date"].isin(period.days)]
    there = {key: set(rows.dt.date) for key, rows in own.groupby(["account", "metric"])["date"]}
    for account in sorted({*accounts, *own["account"]}):
        for export, metrics in SUBJECTS.items():
            lacking = {metric: _without(days, there.get((account, metric), set())) for metric in metrics}
            yield from (Gap("trends", export, account, what, gap) for gap, what in _alike(lacking))


def of_ranks(ranks: pd.DataFrame, terms: Sequence[str], period: Period) -> Iterator[Gap]:
    """Days on which keywords were not looked for."""
    own = ranks[ranks["date"].isin(period.days)]
    read = {term: set(rows.dt.date) for term, rows in own.groupby(own["keyword"].map(fold))["date"]}
    lacking = {term: _without(_days(period), read.get(fold(term), set())) for term in terms}
    yield from (Gap("ranks", "keyword ranks", "", what, gap) for gap, what in _alike(lacking))


def of_clicks(clicked: Mapping[str, Collection[dt.date]], period: Period) -> Iterator[Gap]:
    """Days without a row between a destination's first and last one. `clicked`: its days of all months."""
    lacking = {
        name: _without([day for day in _days(period) if min(days) < day < max(days)], days)
        for name, days in clicked.items()
        if days
    }
    yield from (Gap("clicks", "clicks", "", what, gap) for gap, what in _alike(lacking))


def by_metric(gaps: Iterable[Gap]) -> dict[str, Days]:
    """The days that the trends lack of any account, by metric."""
    days: dict[str, set[dt.date]] = {}
    for gap in gaps:
        for metric in gap.what if gap.kind == "trends" else ():
            days.setdefault(metric, set()).update(gap.days)
    return {metric: tuple(sorted(missing)) for metric, missing in days.items()}


def lacking_by_file(month: MonthCheck) -> dict[str, int]:
    """On how many days each of the Creator Center's files lacks something: {"观看": 0, "互动": 16, "涨粉": 1}"""
    names = {export: export.removeprefix("近30日").removesuffix("数据") for export in SUBJECTS}
    days = {name: {d for g in month.gaps if g.export == export for d in g.days} for export, name in names.items()}
    return {name: len(lacking) for name, lacking in days.items()}


def _days(period: Period) -> list[dt.date]:
    return [day.date() for day in period.days]


def _without(days: Iterable[dt.date], there: Collection[dt.date]) -> Days:
    return tuple(day for day in days if day not in there)


def _alike(lacking: Mapping[str, Days]) -> Iterator[tuple[Days, tuple[str, ...]]]:
    """What lacks the same days, together; what lacks none is left out."""
    for days in dict.fromkeys(days for days in lacking.values() if days):
        yield days, tuple(name for name, missing in lacking.items() if missing == days)


# -- telling


def remarks(gaps: Iterable[Gap], ever: Collection[str], period: Period, today: dt.date) -> Iterator[Remark]:
    """What to know and do about the gaps of a month. `ever`: all metrics that any export has."""
    gaps = tuple(gaps)
    for gap in (gap for gap in gaps if gap.kind == "trends"):
        yield from _trends(gap, ever, period, today)
    yield from _ranks([gap for gap in gaps if gap.kind == "ranks"], period)
    yield from (_clicks(gap) for gap in gaps if gap.kind == "clicks")


def _trends(gap: Gap, ever: Collection[str], period: Period, today: dt.date) -> Iterator[Remark]:
    known = [metric for metric in gap.what if metric in ever]
    if never := [metric for metric in gap.what if metric not in ever]:
        message = f"{gap.export}{_of(gap)} was never exported: {listed(never)} of a day are unknown."
        advice = "Export it with the others, on the 16th and on the 2nd."
        yield Remark("missing", "trends_never", "info", message, advice)
    if known:
        lack = f"has no day of {period.month}" if len(gap.days) == len(period.days) else f"lacks {_told(gap.days)}"
        message = f"{gap.export}{_of(gap)} {lack}: {listed(known)}."
        yield Remark("missing", "trends_missing", "warning", message, _while_it_lasts(gap.days, today))


def _while_it_lasts(days: Days, today: dt.date) -> str:
    """A file has the thirty days before its export; what is older can't be had any more."""
    still = [day for day in days if today <= day + REACH]
    if len(still) == len(days):
        return f"Export it by {days[0] + REACH}, as it reaches back 30 days, and put it into exports/."
    if still:
        return f"Export it today: it still has {day_runs(still)}. For the days before look for an older download."
    return (
        "The Creator Center shows the last 30 days only: look for an older download. Without one the totals come from the "
        "notes."
    )


def _ranks(gaps: Sequence[Gap], period: Period) -> Iterator[Remark]:
    """One line for all keywords that were looked for in the month at all: what they lack together, and each besides."""
    lacking = {term: set(gap.days) for gap in gaps for term in gap.what if len(gap.days) < len(period.days)}
    if not lacking:
        return
    together = set.intersection(*lacking.values()) if len(lacking) > 1 else set()
    besides = {term: sorted(days - together) for term, days in lacking.items() if days - together}
    parts = [f"{len(lacking)} keywords on {_told(sorted(together))}"] if together else []
    parts += [f"{term} on {_told(days)}" for term, days in list(besides.items())[:NAMED]]
    more = f"; and {len(besides) - NAMED} more" if len(besides) > NAMED else ""
    advice = "A past day’s rank can’t be looked up: if somebody noted it, add it to the rank table."
    yield Remark("missing", "ranks_missing", "info", f"Not looked for: {'; '.join(parts)}{more}.", advice)


def _clicks(gap: Gap) -> Remark:
    message = (
        f"No rows of clicks to {listed(gap.what, 5)} on {_told(gap.days)}: nobody clicked, or they were not exported."
    )
    return Remark("missing", "clicks_missing", "info", message, "If people clicked, export these days again.")


def _told(days: Sequence[dt.date]) -> str:
    """3 days (2026-10-01 to 2026-10-03). Of many runs the first three."""
    runs = day_runs(days).split(", ")
    more = " and more" if len(runs) > RUNS else ""
    return f"{len(days)} {'day' if len(days) == 1 else 'days'} ({', '.join(runs[:RUNS])}{more})"


def listed(names: Iterable[str], most: int = 100) -> str:
    """a, b and c; of many the first, and how many there are."""
    said = [name.replace("_", " ") for name in names]
    if len(said) > most:
        return f"{', '.join(said[:most])} and {len(said) - most} more"
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1] if said else "")))


def _of(gap: Gap) -> str:
    return f" of account {gap.account}" if gap.account else ""
