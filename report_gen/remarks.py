"""What a month's data limit: every line under data quality that only shows once the exports are read as a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Literal

import pandas as pd

from report_gen.history import TREND_METRICS, Edge, MonthData, day_runs, edges
from report_gen.metrics import click_throughs
from report_gen.metrics.click_throughs import PROFILE
from report_gen.tables import COUNTERS, DAILY_METRICS, Quality
from report_gen.topics import fold
from report_gen.wording import Wording

NAMED = 3  # notes or days of one kind that a line names
CHINA = dt.timezone(dt.timedelta(hours=8))  # whose days the platform's trends count
_TOLD = ("title", "published_at", "captured_on", "hidden_on", "file", "row", *COUNTERS)
_said = Wording()


def remarks(month: MonthData) -> Iterator[Quality]:
    """In the order in which an analyst would look: the readings, the notes, the days, the settings."""
    yield from _accounts(month)
    for bound in month.boundaries:
        yield from (_off_the_edge(month, edge) for edge in edges(bound, month.period) if len(edge.days_off))
    yield from _unknown_notes(month)
    yield from _known_notes(month.notes[~(month.notes["gone"] | month.notes["unread"])])
    yield from _days_missing(month)
    yield from _days_odd(month)
    yield from _settings(month)
    yield from click_throughs.remarks(month)
    if month.period.partial:
        message = f"The month is reported up to {month.period.days[-1].date()} only."
        yield _warning("partial_month", message, "Build it again when the month is over.")


# -- readings


def _accounts(month: MonthData) -> Iterator[Quality]:
    for bound in (b for b in month.boundaries if b.opening is None):
        before = f"No note list{_of(bound.account)} is from before this month"
        message = f"{before}: only notes published in it count, at all they earned."
        advice = f"If there is a download from about {month.period.start}, put it into exports/."
        yield _info("first_month", message, advice=advice)
    for account in sorted(set(month.config.accounts) - {b.account for b in month.boundaries}):
        lists = month.snapshots.loc[month.snapshots["account"] == account, "captured_on"]
        first = f"its first is of {lists.min().date()}" if len(lists) else "there is none at all"
        message = f"Account {account} has no note list of this month ({first}): its notes are not counted."
        advice = f"Put its note lists into exports/{account}/, or take the account out of client.yml until it begins."
        yield _warning("account_missing", message, advice)


_OFF: dict[tuple[bool, bool], tuple[str, str]] = {  # by: captured after the edge, closes
    (True, False): (
        "late_opening",
        "What notes from before the month earned on those days is not in this month but in the one before.",
    ),
    (False, False): ("early_opening", "What notes earned on those days is in this month, not in the one before."),
    (True, True): ("late_closing", "What notes earned on those days is in this month, not in the next."),
    (False, True): (
        "early_closing",
        "What notes earned on those days is not in this month, and notes published on them may be missing from it.",
    ),
}


def _off_the_edge(month: MonthData, edge: Edge) -> Quality:
    is_late = edge.reading > edge.day
    code, meaning = _OFF[is_late, edge.closes]
    days = _said.plural("{n} day", "{n} days", len(edge.days_off))
    what = "closes" if edge.closes else "opens"
    message = (
        f"The note list that {what} the month{_of(edge.account)} was captured on {edge.reading}, {days} "
        f"{'after' if is_late else 'before'} {edge.day}. {meaning}"
    )
    advice = f"If there is a download from {edge.day}, put it into exports/; from now on export the list on the 1st."
    return _warning(code, message, advice, _file_of(month, edge.account, edge.reading))


def _file_of(month: MonthData, account: str, day: dt.date) -> str:
    lists = month.snapshots
    own = lists[(lists["account"] == account) & (lists["captured_on"] == pd.Timestamp(day))]
    return str(own.sort_values("captured_at", kind="stable")["file"].iloc[-1])


# -- notes


def _unknown_notes(month: MonthData) -> Iterator[Quality]:
    """Notes whose activity is unknown. Those that the cap cut off are too many to be named one by one."""
    below = month.notes["below_cap"]
    for file, notes in month.notes[below].groupby("file"):
        count = _said.plural("{n} note is", "{n} notes are", len(notes))
        message = (
            f"{count} missing from a note list that was cut off at 1,000 notes ({_titles(notes)}): the activity of the month "
            "is unknown and left out of the sums."
        )
        advice = "From now on export the list twice on one day, sorted both ways, and put both files into exports/."
        yield _warning("note_below_cap", message, advice, str(file), int(notes["row"].iloc[0]))
    for note in _each(month.notes[month.notes["gone"] & ~below]):
        message = (
            f"{_named(note)} is in the list of {note.captured_on:%Y-%m-%d} but not in the closing one: deleted or hidden. Its "
            "activity of the month is unknown and left out of the sums."
        )
        yield _of_note("note_gone", note, message, "If it still stands on the platform, export the note list again.")
    for note in _each(month.notes[month.notes["unread"] & ~below]):
        yield _unread(note)


def _unread(note: Any) -> Quality:
    left_out = "Its activity of the month is unknown and left out of the sums."
    if pd.isna(note.hidden_on):
        message = f"{_named(note)} is older than the opening note list but not in it. {left_out}"
        advice = "If another download of that day has it, put that into exports/ instead."
        return _of_note("note_unread", note, message, advice)
    message = f"{_named(note)} is not in the opening note list, but in one before it and in the closing one. {left_out}"
    return _of_note("note_returned", note, message, "Ask whether it was hidden for a time; nothing else is to be done.")


def _known_notes(notes: pd.DataFrame) -> Iterator[Quality]:
    for note in _each(notes[notes["hidden_on"].notna()]):
        message = f"{_named(note)} is not in the list of {note.hidden_on:%Y-%m-%d}, but in those before and after it. It counts."
        yield _of_note("note_returned", note, message)
    for note in _each(notes[notes["negative"]]):
        fallen = ", ".join(f"{_words(c)} {int(getattr(note, c))}" for c in COUNTERS if getattr(note, c) < 0)
        message = (
            f"{_named(note)} has fewer than at the month's opening ({fallen}): the platform took false engagement back, or "
            "people did. The difference stands."
        )
        yield _of_note("negative_activity", note, message)
    yield from _blank(notes, "file", "row", "lifetime")
    yield from _blank(notes, "opening_file", "opening_row", "opened")


def _each(notes: pd.DataFrame) -> Iterator[Any]:
    """The rows, as far as a line tells of them: most months have none, and the whole frame is wide."""
    return notes[[*_TOLD]].itertuples() if len(notes) else iter(())


def _blank(notes: pd.DataFrame, file: str, row: str, reading: str) -> Iterator[Quality]:
    """Counters that one of the two readings lacks: a line for each of its files."""
    blank = notes[[f"{reading}_{c}" for c in COUNTERS]].isna()
    for name, own in notes[blank.any(axis=1)].groupby(file):
        counts = blank.loc[own.index].sum()
        lacking = ", ".join(f"{_words(c)}: {counts[f'{reading}_{c}']}" for c in COUNTERS if counts[f"{reading}_{c}"])
        which = "closing" if reading == "lifetime" else "opening"
        message = (
            f"The {which} note list has blank cells ({lacking}; as of {_titles(own)}): what these notes earned there this "
            "month is unknown and left out of the sums."
        )
        advice = "Put the file as it was downloaded in its place, or one of the same day that has them."
        yield _warning("counter_missing", message, advice, str(name), int(own[row].iloc[0]))


# -- days


def _days_missing(month: MonthData) -> Iterator[Quality]:
    """Which days the trends lack of each account; metrics that lack the same days share a line."""
    if month.daily.columns.empty:
        message = "There are no daily trends: the account's totals are those of its notes; profile visits are unknown."
        advice = "Export 近30日 (观看, 互动, 涨粉) twice a month and put the files into exports/."
        yield _info("daily_missing", message, advice=advice)
        return
    trends = _of_period(month)
    exported = [m for m in TREND_METRICS if m in month.daily]
    for account in sorted({b.account for b in month.boundaries} | set(trends["account"])):
        own = trends[trends["account"] == account]
        there = {metric: set(days) for metric, days in own.groupby("metric")["date"]}
        alike: dict[tuple[dt.date, ...], list[str]] = {}
        for metric in exported:
            lacking = tuple(day.date() for day in month.period.days if day not in there.get(metric, set()))
            alike.setdefault(lacking, []).append(metric)
        yield from (_lacking(month, account, days, metrics) for days, metrics in alike.items() if days)


def _lacking(month: MonthData, account: str, days: tuple[dt.date, ...], metrics: list[str]) -> Quality:
    when = "the whole month" if len(days) == len(month.period.days) else day_runs(days)
    what = "" if len(metrics) == len([m for m in TREND_METRICS if m in month.daily]) else f" of {_listed(metrics)}"
    message = (
        f"The daily trends{_of(account)} lack {when}{what}. These totals come from the notes, where notes have them."
    )
    advice = "Put a 近30日 export with these days into exports/; exported on the 16th and the 2nd, none is lost."
    return _warning("daily_missing", message, advice)


def _days_odd(month: MonthData) -> Iterator[Quality]:
    trends = _of_period(month)
    exported = trends["captured_at"].dt.tz_convert(CHINA).dt.tz_localize(None).dt.normalize()
    unsettled = trends[exported <= trends["date"] + pd.Timedelta(days=1)]
    for (file, date), rows in unsettled.groupby(["file", "date"]):
        message = (
            f"{date.date()} is known only from an export of {rows['captured_at'].iloc[0].date()}, when the day was not settled: "
            f"{_listed(rows['metric'])} may be too low."
        )
        advice = f"Export 近30日 again on or after {date.date() + dt.timedelta(days=2)} and put it into exports/."
        yield _warning("unsettled_day", message, advice, str(file), int(rows["row"].iloc[0]))
    for file, rows in trends[trends["value"] < 0].groupby("file"):
        first = zip(rows["metric"], rows["value"], rows["date"], strict=True)
        told = ", ".join(f"{_words(m)} {value:.0f} on {date:%Y-%m-%d}" for m, value, date in islice(first, NAMED))
        count = _said.plural("{n} daily value is", "{n} daily values are", len(rows))
        message = f"{count} below 0 ({told}): the platform took false engagement back on that day. It stands."
        yield _info("negative_daily", message, str(file), int(rows["row"].iloc[0]))


def _of_period(month: MonthData) -> pd.DataFrame:
    dates = month.trends["date"]
    return month.trends[(dates >= pd.Timestamp(month.period.start)) & (dates < pd.Timestamp(month.period.end))]


# -- settings


def _settings(month: MonthData) -> Iterator[Quality]:
    yield from _zone(month)
    yield from _untagged(month)
    yield from _unlisted_pillars(month)
    yield from _untracked(month)
    if month.config.save_rate.per == "reach":
        message = "client.yml asks for saves per reach, but no export holds reach: there is no save rate."
        yield _warning("no_reach", message, "Write save_rate: {per: impressions} or {per: views} in client.yml.")
    if PROFILE in set(month.clicks["destination"]) and "profile_visits" in month.daily:
        message = "Clicks to “profile” in the click table are left out: 主页访客 counts them too."
        yield _info("profile_counted_once", message)


def _zone(month: MonthData) -> Iterator[Quality]:
    """How far the client's days are from those that the platform counts; a summer time may begin within the month."""
    days = (month.period.start, month.period.end)
    offsets = {month.config.zone.utcoffset(dt.datetime.combine(day, dt.time(12))) for day in days}
    apart = sorted((dt.timedelta(hours=8) - offset) / dt.timedelta(hours=1) for offset in offsets if offset is not None)
    if apart != [0]:
        hours = " or ".join(f"{abs(hour):g}" for hour in apart) + (" hour" if apart in ([1], [-1]) else " hours")
        message = (
            f"The month is that of {month.config.timezone}, but the daily trends count days of UTC+8, which begin {hours} "
            f"{'earlier' if apart[-1] > 0 else 'later'}: totals by day are of a month shifted by so much."
        )
        yield _info("zone_differs", message)


def _untagged(month: MonthData) -> Iterator[Quality]:
    loose = month.notes[month.notes["pillar"].isna()]
    if month.config.pillars and len(loose):
        notes = _said.plural("{n} note belongs", "{n} notes belong", len(loose))
        advice = "Add a word of their titles to a pillar's match in client.yml, or name their pillars in notes.csv."
        message = f"{notes} to no pillar: {_titles(loose)}."
        yield _info("notes_untagged", message, loose["file"].iloc[0], int(loose["row"].iloc[0]), advice)


def _unlisted_pillars(month: MonthData) -> Iterator[Quality]:
    """A tag with a slip in it makes a pillar of its own."""
    listed = {p.name for p in month.config.pillars}
    extra = sorted(set(month.notes["pillar"].dropna()) - listed) if listed else []
    if extra:
        message = f"In notes.csv but not among the pillars of client.yml, so shown beside them: {', '.join(extra)}."
        advice = "Correct the name in notes.csv, or add the pillar to client.yml."
        yield _info("pillar_unlisted", message, advice=advice)


def _untracked(month: MonthData) -> Iterator[Quality]:
    asked = {fold(k.term) for k in month.config.keywords}
    extra = sorted({k for k in month.ranks["keyword"] if fold(k) not in asked}) if asked else []
    if extra:
        message = f"Read but not among the keywords of client.yml, so not counted: {', '.join(extra)}."
        yield _info("keyword_untracked", message, advice="Add them to keywords in client.yml if they should count.")


# -- words


def _named(note: Any) -> str:
    title = f"“{note.title}”" if note.title else "A note without title"
    return f"{title} ({note.published_at:%Y-%m-%d %H:%M})"


def _titles(notes: pd.DataFrame) -> str:
    """The first few by name: “甲”, “乙” and 5 more. Untitled ones by the second, as notes.csv names them."""
    first = zip(notes["title"].head(NAMED), notes["published_at"].dt.tz_convert(CHINA), strict=False)
    names = [f"“{title}”" if title else f"the one of {published:%Y-%m-%d %H:%M:%S}" for title, published in first]
    more = [f"{len(notes) - NAMED} more"] if len(notes) > NAMED else []
    return _said.listed([*names, *more])


def _words(metric: str) -> str:
    return metric.replace("_", " ")


def _listed(metrics: Iterable[str]) -> str:
    named = set(metrics)
    return _said.listed([_words(metric) for metric in DAILY_METRICS if metric in named])


def _of(account: str) -> str:
    return f" of account {account}" if account else ""


def _of_note(code: str, note: Any, message: str, advice: str | None = None) -> Quality:
    """What needs no advice is a remark."""
    severity: Literal["info", "warning"] = "warning" if advice else "info"
    return Quality(code=code, severity=severity, message=message, file=note.file, row=int(note.row), advice=advice)


def _warning(code: str, message: str, advice: str, file: str | None = None, row: int | None = None) -> Quality:
    return Quality(code=code, severity="warning", message=message, file=file, row=row, advice=advice)


def _info(
    code: str, message: str, file: str | None = None, row: int | None = None, advice: str | None = None
) -> Quality:
    return Quality(code=code, severity="info", message=message, file=file, row=row, advice=advice)
