"""Whether an account's note lists can be what they say: of one account, each captured when it claims to have been.

Counters only grow and notes keep their publish second, so that a list in the wrong folder or under a wrong date shows when
it is held against the lists before and after it. The bounds are wide: mass deletions and corrections never reach them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_gen.readers._reading import Columns, info, plural, warning
from report_gen.readers.note_list import ROW_CAP
from report_gen.tables import COUNTERS, Quality
from report_gen.wording import Enumeration, Say, Sentences, say, say_n

FEWEST = 10  # notes that two lists must both have, before they can be called of different accounts
SHARED = 0.2  # of these, the part that two lists of one account have in common at the very least
# How many notes must have changed, and what part of them must have fallen, before dates can be called swapped.
FEWEST_CHANGED, FALLING = 5, 0.8


@dataclass(frozen=True)
class Entry:
    """A note in a list. Unknown counters are None."""

    published: dt.datetime
    counters: tuple[float | None, ...]

    @property
    def reach(self) -> tuple[float, float]:
        """Impressions and views. Likes and the rest fall now and then; these two fall on few notes at a time."""
        return self.counters[0] or 0, self.counters[1] or 0


@dataclass(frozen=True)
class NoteList:
    """A note list of an account: its notes by key."""

    account: str
    captured_at: dt.datetime
    file: str
    entries: dict[str, Entry]

    @property
    def is_capped(self) -> bool:
        return len(self.entries) == ROW_CAP

    @property
    def said(self) -> str:
        return f"{self.file} (captured {self.captured_at:%Y-%m-%d})"


def note_lists(notes: Columns) -> list[NoteList]:
    """The lists of `note_snapshots` with its notes identified; in order of account and capture."""
    found: dict[tuple[str, dt.datetime, str], dict[str, Entry]] = defaultdict(dict)
    counters = zip(*(notes[name] for name in COUNTERS), strict=True)
    columns = (notes[name] for name in ("account", "captured_at", "file", "note", "published_at"))
    for account, captured, file, note, published, values in zip(*columns, counters, strict=True):
        known = tuple(value if value == value else None for value in values)
        found[account, captured, file][note] = Entry(published, known)
    return [NoteList(*found_at, entries) for found_at, entries in sorted(found.items(), key=lambda item: item[0])]


def problems(lists: Sequence[NoteList]) -> Iterator[str]:
    """What can't be, each with the way out."""
    for own in _by_account(lists):
        yield from _of_another_account(own)
        yield from _swapped(own)
        yield from _of_one_moment(own)


def remarks(lists: Sequence[NoteList]) -> Iterator[Quality]:
    """The cap of the platform's export, and days of which there are several lists."""
    for own in _by_account(lists):
        for of_a_day in _by_day(own).values():
            yield from _capped(of_a_day)
            if len(of_a_day) > 1:
                yield _repeated(of_a_day)


# -- another account's list


def _of_another_account(lists: Sequence[NoteList]) -> Iterator[str]:
    """The lists that don't go with most of the others. Where there are as many of either kind nobody can say which."""
    groups: list[list[NoteList]] = []
    for one in lists:
        group = next((group for group in groups if not _is_foreign(group[-1], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    if len(groups) < 2:
        return
    main = max(groups, key=len)
    for group in groups:
        if group is not main:
            yield from (_foreign(one, _nearest(one, main)) for one in group)


def _is_foreign(one: NoteList, other: NoteList) -> bool:
    expected, shared = _expected(one, other)
    return expected >= FEWEST and shared < SHARED * expected


def _expected(one: NoteList, other: NoteList) -> tuple[int, int]:
    """How many notes both must have, and how many they do. The shorter list counts, as notes may have been deleted; lists
    that were cut off at the cap needn't share any."""
    if one.is_capped or other.is_capped:
        return 0, 0
    until = min(one.captured_at, other.captured_at)
    ours, theirs = ({n for n, e in lst.entries.items() if e.published < until} for lst in (one, other))
    return min(len(ours), len(theirs)), len(ours & theirs)


def _nearest(one: NoteList, others: Iterable[NoteList]) -> NoteList:
    return min(others, key=lambda other: abs(other.captured_at - one.captured_at))


def _foreign(one: NoteList, other: NoteList) -> str:
    expected, shared = _expected(one, other)
    return (
        f"{one.file} is hardly of the same account as {other.file}: of {expected} notes that both should have, they share "
        f"{shared}. Remove the one that is another account's, or put it into that account's folder (accounts in client.yml). "
        "If it is of this account, its publish times are in another time zone: write them as in China, UTC+8."
    )


# -- wrong dates


def _swapped(lists: Sequence[NoteList]) -> Iterator[str]:
    """Between days: within one, a copy that is dated by its name alone may be older or newer than it says."""
    newest = [of_a_day[-1] for of_a_day in _by_day(lists).values()]
    for one, other in pairwise(newest):
        common = one.entries.keys() & other.entries.keys()
        moves = [(one.entries[note].reach, other.entries[note].reach) for note in common]
        changed = [(then, now) for then, now in moves if then != now]
        fallen = [1 for then, now in changed if all(a >= b for a, b in zip(then, now, strict=True))]
        if len(changed) >= FEWEST_CHANGED and len(fallen) > FALLING * len(changed):
            yield (
                f"{one.said} and {other.said}: impressions and views of {len(fallen)} of the {len(changed)} notes that "
                "changed fall from the first to the second, but counters only grow. The dates are swapped or wrong: "
                "correct the date in the file's or folder's name, or put the files back as they were downloaded."
            )


def _of_one_moment(lists: Sequence[NoteList]) -> Iterator[str]:
    """Two lists of one moment may only differ in what the cap cut off."""
    for one, other in pairwise(lists):
        if one.captured_at != other.captured_at:
            continue
        common = one.entries.keys() & other.entries.keys()
        differing = [note for note in common if one.entries[note].counters != other.entries[note].counters]
        lone = one.entries.keys() ^ other.entries.keys()
        if differing or (lone and not (one.is_capped or other.is_capped)):
            yield (
                f"{one.file} and {other.file} are both taken as captured at {one.captured_at:%Y-%m-%d %H:%M}, but "
                f"{_apart(len(differing), len(lone))}. Remove one of the files, or put the right dates into their names or "
                "folders."
            )


def _apart(differing: int, lone: int) -> str:
    other_numbers = plural("{n} note has other numbers", "{n} notes have other numbers", differing)
    in_one_only = plural("{n} note is in one of them only", "{n} notes are in one of them only", lone)
    return " and ".join([*([other_numbers] if differing else []), *([in_one_only] if lone else [])])


# -- the cap, and several lists of a day


def _capped(lists: Sequence[NoteList]) -> Iterator[Quality]:
    """Sorted the other way, the list begins where the first ended: once two lists share a note, nothing is between them."""
    *older, newest = lists
    if newest.is_capped and not any(one.entries.keys() & newest.entries.keys() for one in older):
        message = say(
            "The list has exactly 1,000 notes, the most that the platform exports: others are missing from it."
        )
        advice = say("Export it again on the same day, sorted the other way, and put both files into exports/.")
        yield warning("row_cap", message, newest.file, advice=advice)


def _repeated(lists: Sequence[NoteList]) -> Quality:
    *older, newest = lists
    message: Say = say(
        "The newest of {count} note lists of {day} counts; the others: {files}.",
        count=len(lists), day=newest.captured_at.date(), files=Enumeration(tuple(one.file for one in older)),
    )  # fmt: skip
    added = {note for one in older for note in one.entries} - newest.entries.keys() if newest.is_capped else set()
    if added:
        more = say_n(
            "It has 1,000, the most that the platform exports, so {n} note that only the others have count too.",
            "It has 1,000, the most that the platform exports, so {n} notes that only the others have count too.",
            len(added),
        )
        message = Sentences((message, more))
    return info("capture_repeated", message, newest.file)


def _by_account(lists: Iterable[NoteList]) -> list[list[NoteList]]:
    accounts: dict[str, list[NoteList]] = defaultdict(list)
    for one in lists:
        accounts[one.account].append(one)
    return list(accounts.values())


def _by_day(lists: Iterable[NoteList]) -> dict[dt.date, list[NoteList]]:
    days: dict[dt.date, list[NoteList]] = defaultdict(list)
    for one in lists:
        days[one.captured_at.date()].append(one)
    return days
