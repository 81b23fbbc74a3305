"""What a month's data limit: every line under data quality that only shows once the exports are read as a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Literal

import pandas as pd

from report_gen.history import TREND_METRICS, Edge, MonthData, edges, runs_of
from report_gen.metrics import click_throughs
from report_gen.metrics.click_throughs import PROFILE
from report_gen.tables import COUNTERS, DAILY_METRICS, Quality
from report_gen.topics import fold
from report_gen.wording import Enumeration, Say, Saying, Sentences, counted, noop, say, say_n

NAMED = 3  # notes or days of one kind that a line names
CHINA = dt.timezone(dt.timedelta(hours=8))  # whose days the platform's trends count
_TOLD = ("title", "published_at", "captured_on", "hidden_on", "file", "row", *COUNTERS)


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
        message = say("The month is reported up to {day} only.", day=month.period.days[-1].date())
        yield _warning("partial_month", message, say("Build it again when the month is over."))


# -- readings


def _accounts(month: MonthData) -> Iterator[Quality]:
    for bound in (b for b in month.boundaries if b.opening is None):
        message = _of(
            bound.account,
            noop("No note list is from before this month: only notes published in it count, at all they earned."),
            noop(
                "No note list of account {account} is from before this month: only notes published in it count, at all "
                "they earned."
            ),
        )
        advice = say("If there is a download from about {day}, put it into exports/.", day=month.period.start)
        yield _info("first_month", message, advice=advice)
    for account in sorted(set(month.config.accounts) - {b.account for b in month.boundaries}):
        lists = month.snapshots.loc[month.snapshots["account"] == account, "captured_on"]
        first = say("its first is of {day}", day=lists.min().date()) if len(lists) else say("there is none at all")
        message = say(
            "Account {account} has no note list of this month ({first}): its notes are not counted.",
            account=account, first=first,
        )  # fmt: skip
        advice = say(
            "Put its note lists into exports/{account}/, or take the account out of client.yml until it begins.",
            account=account,
        )
        yield _warning("account_missing", message, advice)


_OFF: dict[tuple[bool, bool], tuple[str, str]] = {  # by: captured after the edge, closes
    (True, False): (
        "late_opening",
        noop("What notes from before the month earned on those days is not in this month but in the one before."),
    ),
    (False, False): (
        "early_opening",
        noop("What notes earned on those days is in this month, not in the one before."),
    ),
    (True, True): ("late_closing", noop("What notes earned on those days is in this month, not in the next.")),
    (False, True): (
        "early_closing",
        noop(
            "What notes earned on those days is not in this month, and notes published on them may be missing from it."
        ),
    ),
}
_LIST = {  # by: captured after the edge, closes
    (True, False): noop("The note list that opens the month was captured on {reading}, {days} after {edge}."),
    (False, False): noop("The note list that opens the month was captured on {reading}, {days} before {edge}."),
    (True, True): noop("The note list that closes the month was captured on {reading}, {days} after {edge}."),
    (False, True): noop("The note list that closes the month was captured on {reading}, {days} before {edge}."),
}
_LIST_OF = {
    (True, False): noop(
        "The note list that opens the month of account {account} was captured on {reading}, {days} after {edge}."
    ),
    (False, False): noop(
        "The note list that opens the month of account {account} was captured on {reading}, {days} before {edge}."
    ),
    (True, True): noop(
        "The note list that closes the month of account {account} was captured on {reading}, {days} after {edge}."
    ),
    (False, True): noop(
        "The note list that closes the month of account {account} was captured on {reading}, {days} before {edge}."
    ),
}


def _off_the_edge(month: MonthData, edge: Edge) -> Quality:
    kind = (edge.reading > edge.day, edge.closes)
    code, meaning = _OFF[kind]
    days = say_n("{n} day", "{n} days", len(edge.days_off))
    captured = _of(edge.account, _LIST[kind], _LIST_OF[kind], reading=edge.reading, days=days, edge=edge.day)
    advice = say(
        "If there is a download from {day}, put it into exports/; from now on export the list on the 1st.", day=edge.day
    )
    return _warning(code, Sentences((captured, say(meaning))), advice, _file_of(month, edge.account, edge.reading))


def _file_of(month: MonthData, account: str, day: dt.date) -> str:
    lists = month.snapshots
    own = lists[(lists["account"] == account) & (lists["captured_on"] == pd.Timestamp(day))]
    return str(own.sort_values("captured_at", kind="stable")["file"].iloc[-1])


# -- notes


def _unknown_notes(month: MonthData) -> Iterator[Quality]:
    """Notes whose activity is unknown. Those that the cap cut off are too many to be named one by one."""
    below = month.notes["below_cap"]
    for file, notes in month.notes[below].groupby("file"):
        message = say_n(
            "{n} note is missing from a note list that was cut off at 1,000 notes ({titles}): the activity of the month is "
            "unknown and left out of the sums.",
            "{n} notes are missing from a note list that was cut off at 1,000 notes ({titles}): the activity of the month is "
            "unknown and left out of the sums.",
            len(notes),
            titles=_titles(notes),
        )
        advice = say(
            "From now on export the list twice on one day, sorted both ways, and put both files into exports/."
        )
        yield _warning("note_below_cap", message, advice, str(file), int(notes["row"].iloc[0]))
    for note in _each(month.notes[month.notes["gone"] & ~below]):
        message = say(
            "{note} is in the list of {day} but not in the closing one: deleted or hidden. Its activity of the month is "
            "unknown and left out of the sums.",
            note=_named(note), day=note.captured_on,
        )  # fmt: skip
        advice = say("If it still stands on the platform, export the note list again.")
        yield _of_note("note_gone", note, message, advice)
    for note in _each(month.notes[month.notes["unread"] & ~below]):
        yield _unread(note)


def _unread(note: Any) -> Quality:
    if pd.isna(note.hidden_on):
        message = say(
            "{note} is older than the opening note list but not in it. Its activity of the month is unknown and left out of "
            "the sums.",
            note=_named(note),
        )
        advice = say("If another download of that day has it, put that into exports/ instead.")
        return _of_note("note_unread", note, message, advice)
    message = say(
        "{note} is not in the opening note list, but in one before it and in the closing one. Its activity of the month is "
        "unknown and left out of the sums.",
        note=_named(note),
    )
    return _of_note(
        "note_returned", note, message, say("Ask whether it was hidden for a time; nothing else is to be done.")
    )


def _known_notes(notes: pd.DataFrame) -> Iterator[Quality]:
    for note in _each(notes[notes["hidden_on"].notna()]):
        message = say(
            "{note} is not in the list of {day}, but in those before and after it. It counts.",
            note=_named(note), day=note.hidden_on,
        )  # fmt: skip
        yield _of_note("note_returned", note, message)
    for note in _each(notes[notes["negative"]]):
        fallen = [(c, int(getattr(note, c))) for c in COUNTERS if getattr(note, c) < 0]
        message = say(
            "{note} has fewer than at the month's opening ({fallen}): the platform took false engagement back, or people "
            "did. The difference stands.",
            note=_named(note), fallen=Enumeration(tuple(_of_counter(c, str(n)) for c, n in fallen)),
        )  # fmt: skip
        yield _of_note("negative_activity", note, message)
    yield from _blank(notes, "file", "row", "lifetime")
    yield from _blank(notes, "opening_file", "opening_row", "opened")


def _each(notes: pd.DataFrame) -> Iterator[Any]:
    """The rows, as far as a line tells of them: most months have none, and the whole frame is wide."""
    return notes[[*_TOLD]].itertuples() if len(notes) else iter(())


_BLANK = {
    "lifetime": noop(
        "The closing note list has blank cells ({cells}; as of {titles}): what these notes earned there this month is unknown "
        "and left out of the sums."
    ),
    "opened": noop(
        "The opening note list has blank cells ({cells}; as of {titles}): what these notes earned there this month is unknown "
        "and left out of the sums."
    ),
}


def _blank(notes: pd.DataFrame, file: str, row: str, reading: str) -> Iterator[Quality]:
    """Counters that one of the two readings lacks: a line for each of its files."""
    blank = notes[[f"{reading}_{c}" for c in COUNTERS]].isna()
    for name, own in notes[blank.any(axis=1)].groupby(file):
        counts = blank.loc[own.index].sum()
        lacking = [(c, int(counts[f"{reading}_{c}"])) for c in COUNTERS if counts[f"{reading}_{c}"]]
        cells = Enumeration(tuple(say("{counter}: {cells}", counter=counted(c), cells=n) for c, n in lacking))
        message = say(_BLANK[reading], cells=cells, titles=_titles(own))
        advice = say("Put the file as it was downloaded in its place, or one of the same day that has them.")
        yield _warning("counter_missing", message, advice, str(name), int(own[row].iloc[0]))


# -- days


def _days_missing(month: MonthData) -> Iterator[Quality]:
    """Which days the trends lack of each account; metrics that lack the same days share a line."""
    if month.daily.columns.empty:
        message = say(
            "There are no daily trends: the account's totals are those of its notes; profile visits are unknown."
        )
        advice = say("Export 近30日 (观看, 互动, 涨粉) twice a month and put the files into exports/.")
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
    when: Say = say("the whole month") if len(days) == len(month.period.days) else runs_of(days)
    if len(metrics) < len([m for m in TREND_METRICS if m in month.daily]):
        when = say("{days} of {counters}", days=when, counters=_listed(metrics))
    message = _of(
        account,
        noop("The daily trends lack {days}. These totals come from the notes, where notes have them."),
        noop(
            "The daily trends of account {account} lack {days}. These totals come from the notes, where notes have them."
        ),
        days=when,
    )
    advice = say("Put a 近30日 export with these days into exports/; exported on the 16th and the 2nd, none is lost.")
    return _warning("daily_missing", message, advice)


def _days_odd(month: MonthData) -> Iterator[Quality]:
    trends = _of_period(month)
    exported = trends["captured_at"].dt.tz_convert(CHINA).dt.tz_localize(None).dt.normalize()
    unsettled = trends[exported <= trends["date"] + pd.Timedelta(days=1)]
    for (file, date), rows in unsettled.groupby(["file", "date"]):
        message = say(
            "{day} is known only from an export of {export}, when the day was not settled: {counters} may be too low.",
            day=date.date(), export=rows["captured_at"].iloc[0].date(), counters=_listed(rows["metric"]),
        )  # fmt: skip
        settled = date.date() + dt.timedelta(days=2)
        advice = say("Export 近30日 again on or after {day} and put it into exports/.", day=settled)
        yield _warning("unsettled_day", message, advice, str(file), int(rows["row"].iloc[0]))
    for file, rows in trends[trends["value"] < 0].groupby("file"):
        first = zip(rows["metric"], rows["value"], rows["date"], strict=True)
        told = tuple(
            say("{counter} {value} on {day}", counter=counted(m), value=f"{value:.0f}", day=date.date())
            for m, value, date in islice(first, NAMED)
        )
        message = say_n(
            "{n} daily value is below 0 ({told}): the platform took false engagement back on that day. It stands.",
            "{n} daily values are below 0 ({told}): the platform took false engagement back on that day. It stands.",
            len(rows),
            told=Enumeration(told),
        )
        yield _info("negative_daily", message, str(file), int(rows["row"].iloc[0]))


def _of_period(month: MonthData) -> pd.DataFrame:
    dates = month.trends["date"]
    return month.trends[(dates >= pd.Timestamp(month.period.start)) & (dates < pd.Timestamp(month.period.end))]


# -- settings


def _settings(month: MonthData) -> Iterator[Quality]:
    yield from _zone(month)
    yield from _untagged(month)
    yield from _unlisted_pillars(month)
    yield from _unlisted_traits(month)
    yield from _untracked(month)
    if month.config.save_rate.per == "reach":
        message = say("client.yml asks for saves per reach, but no export holds reach: there is no save rate.")
        advice = say("Write save_rate: {per: impressions} or {per: views} in client.yml.")
        yield _warning("no_reach", message, advice)
    if PROFILE in set(month.clicks["destination"]) and "profile_visits" in month.daily:
        message = say("Clicks to “profile” in the click table are left out: 主页访客 counts them too.")
        yield _info("profile_counted_once", message)


_SHIFTED = {  # by: the trends' days begin before the client's
    True: noop(
        "The month is that of {zone}, but the daily trends count days of UTC+8, which begin {hours} earlier: totals by day are "
        "of a month shifted by so much."
    ),
    False: noop(
        "The month is that of {zone}, but the daily trends count days of UTC+8, which begin {hours} later: totals by day are "
        "of a month shifted by so much."
    ),
}


def _zone(month: MonthData) -> Iterator[Quality]:
    """How far the client's days are from those that the platform counts; a summer time may begin within the month."""
    days = (month.period.start, month.period.end)
    offsets = {month.config.zone.utcoffset(dt.datetime.combine(day, dt.time(12))) for day in days}
    apart = sorted((dt.timedelta(hours=8) - offset) / dt.timedelta(hours=1) for offset in offsets if offset is not None)
    if apart != [0]:
        one, *others = [f"{abs(hour):g}" for hour in apart]
        hours: Say = say("1 hour") if apart in ([1], [-1]) else say("{number} hours", number=one)
        if others:
            hours = say("{one} or {other} hours", one=one, other=others[0])
        message = say(_SHIFTED[apart[-1] > 0], zone=month.config.timezone, hours=hours)
        yield _info("zone_differs", message)


def _untagged(month: MonthData) -> Iterator[Quality]:
    loose = month.notes[month.notes["pillar"].isna()]
    if month.config.pillars and len(loose):
        message = say_n(
            "{n} note belongs to no pillar: {titles}.", "{n} notes belong to no pillar: {titles}.", len(loose),
            titles=_titles(loose),
        )  # fmt: skip
        advice = say(
            "Add a word of their titles to a pillar's match in client.yml, or name their pillars in notes.csv."
        )
        yield _info("notes_untagged", message, loose["file"].iloc[0], int(loose["row"].iloc[0]), advice)


def _unlisted_pillars(month: MonthData) -> Iterator[Quality]:
    """A tag with a slip in it makes a pillar of its own."""
    listed = {p.name for p in month.config.pillars}
    extra = sorted(set(month.notes["pillar"].dropna()) - listed) if listed else []
    if extra:
        message = say(
            "In notes.csv but not among the pillars of client.yml, so shown beside them: {pillars}.",
            pillars=Enumeration(tuple(extra)),
        )
        advice = say("Correct the name in notes.csv, or add the pillar to client.yml.")
        yield _info("pillar_unlisted", message, advice=advice)


def _unlisted_traits(month: MonthData) -> Iterator[Quality]:
    extra = sorted({name for own in month.notes["traits"] for name in own} - month.config.all_traits.keys())
    if extra:
        message = say(
            "In notes.csv but not among the traits of client.yml, so shown beside them: {traits}.",
            traits=Enumeration(tuple(extra)),
        )
        yield _info(
            "trait_unlisted", message, advice=say("Correct the name in notes.csv, or add the trait to client.yml.")
        )


def _untracked(month: MonthData) -> Iterator[Quality]:
    asked = {fold(k.term) for k in month.config.keywords}
    extra = sorted({k for k in month.ranks["keyword"] if fold(k) not in asked}) if asked else []
    if extra:
        message = say(
            "Read but not among the keywords of client.yml, so not counted: {keywords}.",
            keywords=Enumeration(tuple(extra)),
        )
        yield _info(
            "keyword_untracked", message, advice=say("Add them to keywords in client.yml if they should count.")
        )


# -- words


def _named(note: Any) -> Say:
    published = f"{note.published_at:%Y-%m-%d %H:%M}"
    if note.title:
        return say("“{title}” ({published})", title=note.title, published=published)
    return say("A note without title ({published})", published=published)


def _titles(notes: pd.DataFrame) -> tuple[Say, ...]:
    """The first few by name: “甲”, “乙” and 5 more. Untitled ones by the second, as notes.csv names them."""
    first = zip(notes["title"].head(NAMED), notes["published_at"].dt.tz_convert(CHINA), strict=False)
    names = [
        say("“{title}”", title=title) if title else say("the one of {moment}", moment=f"{published:%Y-%m-%d %H:%M:%S}")
        for title, published in first
    ]
    more = [say_n("{n} more", "{n} more", len(notes) - NAMED)] if len(notes) > NAMED else []
    return (*names, *more)


def _of_counter(counter: str, value: str) -> Say:
    return say("{counter} {value}", counter=counted(counter), value=value)


def _listed(metrics: Iterable[str]) -> tuple[Say, ...]:
    named = set(metrics)
    return tuple(counted(metric) for metric in DAILY_METRICS if metric in named)


def _of(account: str, alone: str, one_of_several: str, **values: object) -> Saying:
    """The message for the client's only account, or for one of several."""
    return say(one_of_several, account=account, **values) if account else say(alone, **values)


def _of_note(code: str, note: Any, message: Say, advice: Say | None = None) -> Quality:
    """What needs no advice is a remark."""
    severity: Literal["info", "warning"] = "warning" if advice else "info"
    return Quality.told(code, severity, message, advice, note.file, int(note.row))


def _warning(code: str, message: Say, advice: Say, file: str | None = None, row: int | None = None) -> Quality:
    return Quality.told(code, "warning", message, advice, file, row)


def _info(
    code: str, message: Say, file: str | None = None, row: int | None = None, advice: Say | None = None
) -> Quality:
    return Quality.told(code, "info", message, advice, file, row)
