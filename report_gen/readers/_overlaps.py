"""Exports overlap in time. Which of two values of the same day counts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from report_gen.readers._reading import Columns, info, warning
from report_gen.tables import CREATOR_METRICS, PAID_METRICS, Quality
from report_gen.wording import noop, say, say_n

_EVER = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)  # stands for files of which nothing says when they were exported


def newest(days: Columns) -> tuple[Columns, list[Quality]]:
    """`account_daily` with one row per account, date and metric: the latest capture's. Sorted by these three."""
    captured, values, files = days["captured_at"], days["value"], days["file"]
    chosen: dict[tuple[Any, ...], int] = {}
    disputed: Counter[tuple[str, str]] = Counter()
    for row, key in enumerate(zip(days["account"], days["date"], days["metric"], strict=True)):
        before = chosen.setdefault(key, row)
        if captured[row] == captured[before] and values[row] != values[before]:
            disputed[files[before], files[row]] += 1
        if captured[row] >= captured[before]:
            chosen[key] = row
    return select(days, [chosen[key] for key in sorted(chosen)]), [_dispute(*pair, n) for pair, n in disputed.items()]


class Span(NamedTuple):
    """The days, both included, of which a file has a destination's clicks in one number, or one day."""

    account: str
    kind: str
    destination: str
    first: dt.date
    last: dt.date
    file: str

    @property
    def of_one_month(self) -> bool:
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    def days(self) -> Iterator[tuple[str, str, str, dt.date]]:
        """Each day, told apart from those of other destinations and kinds."""
        for after in range((self.last - self.first).days + 1):
            yield self.account, self.kind, self.destination, self.first + dt.timedelta(days=after)


def clicks(rows: Columns) -> tuple[Columns, list[Quality]]:
    """`clicks` where each day of a destination, by one kind of export, comes from one file: of several the newest. Rows of one
    file all stay. A period that crosses a month's edge, of which no month can tell its part, gives way to those that do not where
    they cover all of it; else it stays, so that a month of which nobody knows the clicks can say so."""
    spans: dict[Span, list[int]] = defaultdict(list)
    columns = (rows[name] for name in ("account", "kind", "destination", "date", "until", "file"))
    for row, span in enumerate(zip(*columns, strict=True)):
        spans[Span(*span)].append(row)
    age = _ages(rows)
    kept: list[int] = []
    replaced: Counter[tuple[str, str, str, bool]] = Counter()
    taken: dict[tuple[Any, ...], Span] = {}
    for span in sorted(spans, key=lambda span: (span.of_one_month, age[span.file], span), reverse=True):
        better = _better(span, taken)
        if better is None:
            kept += spans[span]
            taken.update(dict.fromkeys(span.days(), span))
        elif _says(rows, span, spans) != _says(rows, better, spans):
            why = _why(age[span.file], age[better.file])
            replaced[span.file, better.file, why, span.first == span.last] += 1
    quality = [_replacement(*found, n) for found, n in replaced.items()]
    return select(rows, sorted(kept)), quality


def _better(span: Span, taken: Mapping[tuple[Any, ...], Span]) -> Span | None:
    """The period in another file that a period gives way to; None if it stays."""
    others = [taken[day] for day in span.days() if day in taken and taken[day].file != span.file]
    covered = len(others) == (span.last - span.first).days + 1
    return others[0] if others and (span.of_one_month or covered) else None


def paid(rows: Columns) -> tuple[Columns, list[Quality]]:
    """`paid_daily` where each day of an entity comes from one file: of several the newest, since the platform fills in what
    advertising brought for days afterwards. Rows of one file all stay."""
    rows = {**rows, "entity": _identified(rows)}
    key = ("account", "level", "entity", "date")
    chosen, replaced = _from_newest_file(rows, key, ("note", *PAID_METRICS))
    return select(rows, chosen), [_filled_in(*pair, n) for pair, n in replaced.items()]


def _identified(rows: Columns) -> list[str]:
    """The entities, where a report without ids names one by the id that others give to that name: else it would count twice."""
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for level, entity, name in zip(rows["level"], rows["entity"], rows["name"], strict=True):
        if name and entity != name:
            ids[level, name].add(entity)
    known = {key: next(iter(own)) for key, own in ids.items() if len(own) == 1}
    return [known.get(key, key[1]) for key in zip(rows["level"], rows["entity"], strict=True)]


def collaborations(rows: Columns) -> tuple[Columns, list[Quality]]:
    """`creator_snapshots` with one row per collaboration and day of its data, the newest file's, and each creator under one
    name: creators rename themselves, and two may share a name."""
    chosen, replaced = _from_newest_file(rows, ("account", "note", "captured_on"), ("creator", "fee", *CREATOR_METRICS))
    kept = select(rows, chosen)
    last = {key: i for i, key in enumerate(zip(kept["account"], kept["note"], kept["captured_on"], strict=True))}
    twice = [row for i, row in enumerate(zip(kept["file"], kept["row"], strict=True)) if i not in set(last.values())]
    kept = select(kept, sorted(last.values()))
    quality = [_corrected(*pair, n) for pair, n in replaced.items()] + [_twice(file, row) for file, row in twice]
    return {**kept, "creator": _named(kept)}, quality


def _named(rows: Columns) -> list[str]:
    """The creators' names: the latest of those that a creator had, with a part of the id behind it where others share it."""
    latest: dict[str, tuple[Any, str]] = {}
    for own, name, captured in zip(rows["creator_id"], rows["creator"], rows["captured_at"], strict=True):
        if own:
            latest[own] = max(latest.get(own, (captured, name)), (captured, name))
    shared = Counter(name for _, name in latest.values())
    names = {own: name if shared[name] == 1 else f"{name} ({own[-4:]})" for own, (_, name) in latest.items()}
    return [names.get(own or "", name) for own, name in zip(rows["creator_id"], rows["creator"], strict=True)]


def _from_newest_file(
    rows: Columns, key: Sequence[str], values: Sequence[str]
) -> tuple[list[int], Counter[tuple[str, str, str]]]:
    """The rows that count, where all rows of a key come from the newest of its files; how many keys of the older file of two
    say something else, and why it is taken as the older."""
    groups: dict[tuple[Any, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, group in enumerate(zip(*(rows[name] for name in key), strict=True)):
        groups[group][rows["file"][row]].append(row)
    age = _ages(rows, key[-1])
    kept: list[int] = []
    replaced: Counter[tuple[str, str, str]] = Counter()
    for files in groups.values():
        best = max(files, key=lambda file: age[file])
        kept += files[best]
        for file, own in files.items():
            if _content(rows, own, values) != _content(rows, files[best], values):
                replaced[file, best, _why(age[file], age[best])] += 1
    return sorted(kept), replaced


def select(rows: Columns, chosen: Sequence[int]) -> Columns:
    return {name: [values[row] for row in chosen] for name, values in rows.items()}


def _ages(rows: Columns, day: str = "until") -> dict[str, tuple[Any, ...]]:
    """How new each file is: its own stamp or the date in its name, then its last day, then the number that a browser gives to
    a second download; the name only so that the order never is chance."""
    last: dict[str, tuple[dt.datetime, dt.date]] = {}
    for file, exported, date in zip(rows["file"], rows["exported"], rows[day], strict=True):
        last[file] = max((exported or _EVER, date), last.get(file, (_EVER, date)))
    return {file: (*dated, _copy(file), file) for file, dated in last.items()}


def _why(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    """Why the second of two files is taken as the newer one, by the first of their ages' parts that differs."""
    reasons = (
        noop("exported later"),
        noop("which goes on longer"),
        noop("a later download by its number"),
        noop("the last by name, as nothing else tells"),
    )
    return next(why for why, one, other in zip(reasons, old, new, strict=True) if one != other)


def _copy(file: str) -> int:
    """`notes (2).csv` → 2; 0 for a first download."""
    match = re.search(r"[(（](\d{1,3})[)）]$", PurePosixPath(file).stem)
    return int(match[1]) if match else 0


def _says(rows: Columns, span: Span, spans: Mapping[Span, Sequence[int]]) -> tuple[Any, ...]:
    return span.first, span.last, _content(rows, spans[span], ("clicks", "source", "note"))


def _content(rows: Columns, chosen: Sequence[int], values: Sequence[str]) -> list[str]:
    """What rows say, in an order that does not matter; as text, since a missing number does not equal itself."""
    return sorted(repr([rows[name][row] for name in values]) for row in chosen)


def _dispute(before: str, after: str, days: int) -> Quality:
    message = say_n(
        "{after} and {before}, exported at the same time, differ in {n} daily value; those of the first are used.",
        "{after} and {before}, exported at the same time, differ in {n} daily values; those of the first are used.",
        days,
        after=after,
        before=before,
    )
    advice = say("Export the trends again and put the new file beside them.")
    return warning("daily_conflict", message, after, advice=advice)


def _replacement(old: str, new: str, why: str, of_days: bool, times: int) -> Quality:
    message = say_n(
        "{old} and {new} differ on {n} day of a destination; those of the second, {why}, are used.",
        "{old} and {new} differ on {n} days of a destination; those of the second, {why}, are used.",
        times,
        old=old,
        new=new,
        why=say(why),
    )
    advice = say("Keep each day in one file only: the right one.")
    if not of_days:
        message = say_n(
            "{n} sum over several days is left out of {old}: {new} covers some of the same days, and each day counts once.",
            "{n} sums over several days are left out of {old}: {new} covers some of the same days, and each day counts once.",
            times,
            old=old,
            new=new,
        )
        advice = say("Remove {old}, or export it for days that no other file covers.", old=old)
    return warning("clicks_overlap", message, old, advice=advice)


def _filled_in(old: str, new: str, why: str, days: int) -> Quality:
    message = say_n(
        "{old} and {new} differ on {n} day of what was advertised; those of the second, {why}, are used.",
        "{old} and {new} differ on {n} days of what was advertised; those of the second, {why}, are used.",
        days,
        old=old,
        new=new,
        why=say(why),
    )
    return info("paid_overlap", message, old)


def _corrected(old: str, new: str, why: str, notes: int) -> Quality:
    message = say_n(
        "{old} and {new} differ in {n} collaboration on the same day of data; those of the second, {why}, are used.",
        "{old} and {new} differ in {n} collaborations on the same day of data; those of the second, {why}, are used.",
        notes,
        old=old,
        new=new,
        why=say(why),
    )
    return info("creators_overlap", message, old)


def _twice(file: str, row: int) -> Quality:
    message = say(
        "The same collaboration stands in the file again, with the same day of data; only its last row is used."
    )
    advice = say("Look whether the note was ordered twice; if so, put both prices into one row.")
    return warning("creator_twice", message, file, row, advice)
