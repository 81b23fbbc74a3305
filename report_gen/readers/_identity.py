"""Which rows of which note lists are the same note.

The platform's own list has no id: there a note is the second in which it was published, with its title where several share
the second. Lists of other tools may have ids. The lists of an account are followed in the order of their capture, so that
a note keeps the key that it first had: a list that arrives later never changes the keys of the months before it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from report_gen.readers._cells import shown
from report_gen.readers._overlaps import select
from report_gen.readers._reading import Columns, info, warning
from report_gen.tables import COUNTERS, Quality
from report_gen.wording import Say, Sentences, say, say_n

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Row:
    """A line of a note list. `index` is its place among all rows that were read, `number` that in its file."""

    index: int
    account: str
    file: str
    number: int
    published: dt.datetime
    is_cut: bool  # the seconds are missing
    title: str
    id: str
    format: str
    counters: tuple[float, ...]  # in the order of COUNTERS; −1 = unknown

    @property
    def size(self) -> tuple[float, float]:
        """Impressions and views: of two readings of a note the later has more."""
        return self.counters[0], self.counters[1]

    @property
    def order(self) -> tuple[object, ...]:
        """By size, then by all else that is told: exports are sorted differently each time."""
        return self.counters, self.published, self.title, self.id

    @property
    def minute(self) -> dt.datetime:
        return self.published.replace(second=0)


@dataclass(eq=False)
class Note:
    """A note as far as the lists up to now tell: its key, its rows, the id once a row has one, and the seconds (more than
    one only where a row with its id says so)."""

    key: str
    rows: list[Row] = field(default_factory=list)
    id: str = ""
    seconds: set[dt.datetime] = field(default_factory=set)

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def published(self) -> dt.datetime:
        """The first time that was told to the second; the platform never changes 首次发布时间, other tools may."""
        return next((row.published for row in self.rows if not row.is_cut), self.rows[0].published)

    def may_be(self, row: Row) -> bool:
        return not (self.id and row.id and self.id != row.id)


Pairs = Iterator[tuple[Row, Note]]


def identify(notes: Columns) -> tuple[Columns, list[Quality]]:
    """`note_snapshots` with `note`, `note_id` and `published_at` of each row's note, each note once a list.

    Keys are `2026-03-24T17:33:05+08:00`, led by `account/` where there are several accounts. Notes that were first listed
    beside another of their second have the title that they had then behind it, and those of one title `|2`, `|3` … by size.
    """
    known, quality = _followed(_lists(notes))
    owner = {row.index: note for note in known for row in note.rows}
    kept = sorted(owner)
    names: Columns = {
        "note": [owner[row].key for row in kept],
        "note_id": [owner[row].id for row in kept],
        "published_at": [owner[row].published for row in kept],
    }
    return {**select(notes, kept), **names}, [*quality, *_edited(known)]


def _followed(lists: Iterable[Sequence[Row]]) -> tuple[list[Note], list[Quality]]:
    """The notes of all accounts, and what there is to say about single lists."""
    accounts: dict[str, Account] = defaultdict(Account)
    quality: list[Quality] = []
    for rows in lists:
        once, twice = _each_once(rows)
        accounts[rows[0].account].follow(once)
        quality += (*twice, *_remarks(once))
    return [note for account in accounts.values() for note in account.notes], quality


class Account:
    """An account's notes, list by list."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._by_id: dict[str, Note] = {}
        self._by_minute: dict[dt.datetime, list[Note]] = defaultdict(list)
        self._stems: dict[str, set[str]] = defaultdict(set)  # keys by what is before their title

    def follow(self, rows: Sequence[Row]) -> None:
        """One list more: each row goes to its note, or makes one. The surest evidence is heard first."""
        found: dict[int, Note] = {}
        taken: set[int] = set()  # notes that have their row in this list already
        for evidence in (self._of_the_id, self._of_the_second, self._of_the_minute):
            left = [row for row in rows if row.index not in found]
            for row, note in evidence(left, taken):
                found[row.index] = note
                taken.add(id(note))
        for row in rows:
            if row.index in found:
                self._add(row, found[row.index])
        self._begin([row for row in rows if row.index not in found])

    def _of_the_id(self, rows: Sequence[Row], taken: set[int]) -> Pairs:
        return ((row, self._by_id[row.id]) for row in rows if row.id in self._by_id)

    def _of_the_second(self, rows: Sequence[Row], taken: set[int]) -> Pairs:
        groups = _grouped([row for row in rows if not row.is_cut], lambda row: row.published)
        for second, own in sorted(groups.items()):
            near = self._free(second.replace(second=0), taken)
            yield from _paired(own, [note for note in near if second in note.seconds])

    def _of_the_minute(self, rows: Sequence[Row], taken: set[int]) -> Pairs:
        """Rows without seconds against all notes of the minute, and the others against notes known without seconds."""
        for minute, own in sorted(_grouped(rows, lambda row: row.minute).items()):
            cut, exact = [r for r in own if r.is_cut], [r for r in own if not r.is_cut]
            yield from _paired(cut, self._free(minute, taken), is_vague=True)
            without = [note for note in self._free(minute, taken) if not note.seconds]
            yield from _paired(exact, without, is_vague=True)

    def _free(self, minute: dt.datetime, taken: set[int]) -> list[Note]:
        return [note for note in self._by_minute.get(minute, ()) if id(note) not in taken]

    def _begin(self, rows: Sequence[Row]) -> None:
        for stem, own in _grouped(rows, _stem).items():
            is_alone = len(own) == 1 and not self._stems[stem]
            for row in sorted(own, key=lambda row: (row.format, *(-n for n in row.counters), row.id, row.index)):
                key = stem if is_alone else _untaken(f"{stem}|{row.title}", self._stems[stem])
                self._stems[stem].add(key)
                self.notes.append(Note(key))
                self._add(row, self.notes[-1])

    def _add(self, row: Row, note: Note) -> None:
        note.rows.append(row)
        if not row.is_cut:
            note.seconds.add(row.published)
        if row.id:
            note.id = row.id
            self._by_id[row.id] = note
        if note not in self._by_minute[row.minute]:
            self._by_minute[row.minute].append(note)


def _lists(notes: Columns) -> list[list[Row]]:
    """The rows of each list, in the order of their captures; a workbook's sheets are one list. Of a day, lists whose times
    have their seconds come first: what a spreadsheet has saved again beside the original gives no note its key."""
    lists: dict[tuple[dt.datetime, str], list[Row]] = defaultdict(list)
    sizes = zip(*(notes[name] for name in COUNTERS), strict=True)
    columns = (notes[name] for name in ("account", "file", "row", "published_at", "to_the_minute", "title", "note_id"))
    told = zip(*columns, notes["format"], sizes, notes["captured_at"], strict=True)
    for index, (account, file, number, published, cut, title, note_id, form, counters, captured) in enumerate(told):
        known = tuple(value if value == value else -1.0 for value in counters)
        row = Row(index, account, file, number, published, bool(cut), title, note_id or "", form, known)
        lists[captured, file].append(row)
    order = sorted(lists, key=lambda name: (name[0].date(), any(row.is_cut for row in lists[name]), name))
    return [lists[name] for name in order]


def _paired(rows: Sequence[Row], notes: Sequence[Note], is_vague: bool = False) -> Pairs:
    """Rows and notes of one time that belong together: by title, then what is left over, by size. A format never changes.

    `is_vague`: the time holds for several notes by chance, so that what is left over must come out even."""
    if len(rows) == len(notes) == 1:
        if notes[0].may_be(rows[0]):
            yield rows[0], notes[0]
        return
    found: dict[int, Note] = {}
    for trait in (_format_and_title, _format):
        taken = {id(note) for note in found.values()}
        theirs: dict[Hashable, list[Note]] = defaultdict(list)
        for note in notes:
            if id(note) not in taken:
                theirs[trait(note.last)].append(note)
        for value, own in _grouped([row for row in rows if row.index not in found], trait).items():
            found |= {row.index: note for row, note in _by_size(own, theirs[value], is_vague)}
    yield from ((row, found[row.index]) for row in rows if row.index in found)


def _format_and_title(row: Row) -> Hashable:
    return row.format, row.title


def _format(row: Row) -> Hashable:
    return row.format


def _by_size(rows: Sequence[Row], notes: Sequence[Note], is_vague: bool) -> Pairs:
    """Alike in all else: the larger row is the larger note. Where they don't come out even, a row belongs to the largest
    note that can have grown to it."""
    rows = sorted(rows, key=lambda row: row.order, reverse=True)
    left = sorted(notes, key=lambda note: (note.last.order, note.key), reverse=True)
    if len(rows) == len(left):
        yield from ((row, note) for row, note in zip(rows, left, strict=True) if note.may_be(row))
        return
    for row in () if is_vague else rows:
        smaller = (note for note in left if note.may_be(row) and _grew(note.last, row))
        fitting = next(smaller, None)
        if fitting:
            left.remove(fitting)
            yield row, fitting


def _grew(before: Row, after: Row) -> bool:
    return all(then <= now for then, now in zip(before.size, after.size, strict=True))


def _stem(row: Row) -> str:
    return f"{row.account}/{row.published.isoformat()}" if row.account else row.published.isoformat()


def _untaken(key: str, taken: set[str]) -> str:
    place, free = 2, key
    while free in taken:
        free, place = f"{key}|{place}", place + 1
    return free


def _grouped(items: Iterable[T], trait: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[trait(item)].append(item)
    return groups


# -- what is less than certain


def _each_once(rows: Sequence[Row]) -> tuple[list[Row], list[Quality]]:
    """The list's rows without those that repeat another, and of several with one id the largest: counters only grow."""
    exact = _grouped(rows, lambda row: (row.published, row.title, row.id, row.format, row.counters))
    once = [same[0] for same in exact.values()]
    copies = [same[1] for same in exact.values() if len(same) > 1]
    named = [same for name, same in _grouped(once, lambda row: row.id).items() if name and len(same) > 1]
    kept = [max(same, key=lambda row: row.order) for same in named]
    dropped = {row.index for same in named for row in same} - {row.index for row in kept}
    return [row for row in once if row.index not in dropped], [*_copied(copies), *_contradictory(named)]


def _copied(copies: Sequence[Row]) -> Iterator[Quality]:
    if copies:
        message = say_n(
            "{n} row says the same as another; the note (the first is “{title}”) was counted once.",
            "{n} rows say the same as another; the note (the first is “{title}”) was counted once.",
            len(copies),
            title=copies[0].title,
        )
        advice = say("Export the list again, or remove the copy.")
        yield warning("note_twice", message, copies[0].file, copies[0].number, advice)


def _contradictory(named: Sequence[Sequence[Row]]) -> Iterator[Quality]:
    for same in named:
        message = say(
            "Rows {rows} have the same note id, {id}, but other numbers. The largest counts.",
            rows=tuple(str(row.number) for row in same), id=same[0].id,
        )  # fmt: skip
        yield warning("note_twice", message, same[0].file, same[1].number, say("Remove the row that is out of date."))


def _remarks(rows: Sequence[Row]) -> Iterator[Quality]:
    """About one list, after its copies are gone."""
    cut = [row for row in rows if row.is_cut]
    if cut:
        message = say_n(
            "{n} publish time has no seconds: a spreadsheet has saved the file. Notes of one minute are told apart by their "
            "titles.",
            "{n} publish times have no seconds: a spreadsheet has saved the file. Notes of one minute are told apart by "
            "their titles.",
            len(cut),
        )
        advice = say("Put the file as it was downloaded in its place.")
        yield warning("time_to_the_minute", message, cut[0].file, cut[0].number, advice)
    groups = _grouped(rows, lambda row: (row.published, row.title, row.format)).values()
    alike = [row for same in groups if len(same) > 1 for row in same if not row.id]
    if alike:
        message = say(
            "{count} notes share publish second and title with another (the first is “{title}”). From month to month they "
            "are told apart by their size: the larger one stays the larger.",
            count=len(alike), title=alike[0].title,
        )  # fmt: skip
        advice = say("Give them titles of their own, or add a list with note ids.")
        yield warning("notes_alike", message, alike[0].file, alike[0].number, advice)


def _edited(notes: Sequence[Note]) -> Iterator[Quality]:
    """One remark for each list in which notes have another title than in the list before."""
    edits = [(old, new) for note in notes for old, new in pairwise(note.rows) if old.title != new.title]
    for file, own in _grouped(edits, lambda edit: edit[1].file).items():
        old, new = own[0]
        message: Say = say(
            "{old} has a new title since the list before, {new}. It is counted as the same note.",
            old=shown(old.title), new=shown(new.title),
        )  # fmt: skip
        if len(own) > 1:
            more = say_n("{n} more has a new title too.", "{n} more have new titles too.", len(own) - 1)
            message = Sentences((message, more))
        advice = say("If a pillar finds its notes by words of the title, name the note's pillar in notes.csv.")
        yield info("title_edited", message, file, new.number, advice)
