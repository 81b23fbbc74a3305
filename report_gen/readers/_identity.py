"""Which rows of which snapshots are the same note. Exports carry no id: a note is the second in which it was published."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from report_gen.readers._reading import Columns, plural, warning
from report_gen.tables import Quality

Groups = dict[tuple[Any, ...], list[int]]


def identify(notes: Columns) -> list[str]:
    """A key per row of `note_snapshots`, the same for the same note in every snapshot of its account.

    `2026-03-24T17:33:05+08:00`, led by `account/` where there are several; notes that share the second have `|title` behind
    it in all snapshots, and if they share that too, all but the largest have `|2`, `|3` …
    """
    keys = [_key(*row) for row in zip(notes["account"], notes["published_at"], strict=True)]
    shared = {key for (_, key), rows in _grouped(notes, keys).items() if len(rows) > 1}
    keys = [f"{key}|{title}" if key in shared else key for key, title in zip(keys, notes["title"], strict=True)]
    for rows in _grouped(notes, keys).values():
        for place, row in enumerate(sorted(rows, key=lambda row: _size(notes, row))[1:], start=2):
            keys[row] += f"|{place}"
    return keys


def complete(notes: Columns) -> list[dt.datetime]:
    """The publish times, those cut to the minute completed from other snapshots where only one note fits."""
    exact = defaultdict(set)
    rows = list(zip(notes["account"], notes["published_at"], notes["to_the_minute"], strict=True))
    for account, published, to_the_minute in rows:
        if not to_the_minute:
            exact[account, published.replace(second=0)].add(published)

    def completed(account: str, published: dt.datetime) -> dt.datetime:
        fitting = exact[account, published]
        return next(iter(fitting)) if len(fitting) == 1 else published

    return [completed(account, published) if cut else published for account, published, cut in rows]


def remarks(notes: Columns) -> Iterator[Quality]:
    """What about the identities is less than certain."""
    for file, rows in _by_file(notes, [bool(cut) for cut in notes["to_the_minute"]]).items():
        times = plural("{n} publish time has no seconds", "{n} publish times have no seconds", len(rows))
        message = (
            f"{times}: a spreadsheet saved the file. Notes are told apart by the second; keep files as downloaded."
        )
        yield warning("time_to_the_minute", message, file, rows[0])
    twins = [_is_twin(key, title) for key, title in zip(notes["note"], notes["title"], strict=True)]
    for file, rows in _by_file(notes, twins).items():
        alike = plural("{n} note shares", "{n} notes share", len(rows))
        message = f"{alike} second and title with another; they are told apart by their size."
        yield warning("notes_alike", message, file, rows[0])


def _is_twin(key: str, title: str) -> bool:
    stem, _, place = key.rpartition("|")
    return place.isdigit() and stem.endswith(f"|{title}")


def _by_file(notes: Columns, wanted: Sequence[bool]) -> dict[str, list[int]]:
    """The row numbers of the wanted rows by file."""
    found: dict[str, list[int]] = defaultdict(list)
    for file, number, mentioned in zip(notes["file"], notes["row"], wanted, strict=True):
        if mentioned:
            found[file].append(number)
    return found


def _key(account: str, published: dt.datetime) -> str:
    return f"{account}/{published.isoformat()}" if account else published.isoformat()


def _grouped(notes: Columns, keys: Iterable[str]) -> Groups:
    """Rows by snapshot and key."""
    groups: Groups = defaultdict(list)
    for row, (file, sheet, key) in enumerate(zip(notes["file"], notes["sheet"], keys, strict=True)):
        groups[(file, sheet), key].append(row)
    return groups


def _size(notes: Columns, row: int) -> tuple[Any, ...]:
    """Sorts twins so that they keep their order: exports are sorted differently each time, but the larger note stays so."""
    return notes["format"][row], -_known(notes["impressions"][row]), -_known(notes["views"][row]), row


def _known(value: float) -> float:
    return value if value == value else -1.0
