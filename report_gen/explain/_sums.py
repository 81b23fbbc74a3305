"""Counts: sums over the days of the trends, or over the notes as closing less opening readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from report_gen.explain._month import Month, NoteRows
from report_gen.explain._trace import Cell, Trace, added, unknown
from report_gen.history import runs_of
from report_gen.wording import Enumeration, Say, counted, noop, say, say_n

BY_DAYS = noop("The sum of the daily trends over the month’s days; of exports that overlap, the latest has the day.")
NONE_KNOWN = noop("None: of no note here is it known what it earned in the month.")
BY_NOTES = noop("The sum over the month’s notes of what each earned: its closing reading less its opening one.")


def total(month: Month, counter: str, basis: str) -> Trace:
    """The account's total of a counter."""
    if basis == "daily":
        return over_days(month, counter)
    trace = over_notes(month, counter, month.notes, (counter,))
    missing = month.missing_days(counter)
    why = say(
        "Not by the daily trends: they lack {days} for {counter}.", days=runs_of(missing), counter=counted(counter)
    )
    return Trace(trace.name, trace.value, trace.formula, trace.terms, trace.cells, (why, *trace.left_out))


def over_days(month: Month, metric: str) -> Trace:
    """All days of the month, where the trends have them all."""
    cells = month.day_cells(metric)
    days = Trace("days", len(month.period.days), "The days of the month that are reported.")
    return Trace(metric, added(cells), BY_DAYS, (days,), cells)


def over_notes(month: Month, counter: str, notes: Sequence[NoteRows], needed: Iterable[str]) -> Trace:
    """Over those of the notes whose activity is known for all the counters that are needed."""
    with_ends = [note for note in notes if all(month.ends(note, name) for name in needed)]
    others = {*notes} - {*with_ends}
    count = Trace("notes", len(with_ends), "The notes whose activity in the month is known.")
    if not with_ends:
        return unknown(counter, NONE_KNOWN, count)
    cells = tuple(cell for note in with_ends for cell in month.ends(note, counter) or ())
    lacking = left_out(month, counter, [note for note in notes if note in others])
    return Trace(counter, added(cells), BY_NOTES, (count,), cells, (*_opened_at_zero(month, with_ends), *lacking))


def activity(month: Month, note: NoteRows, counter: str) -> Trace:
    """One note's month."""
    cells = month.ends(note, counter)
    if cells is None:
        return Trace(counter, None, why_unknown(month, note, counter))
    formula = "Its reading at the end of the month less its reading at the beginning."
    if note.from_zero:
        formula = "Its reading at the end of the month: the note is so new that it began at 0."
    return Trace(counter, added(cells), formula, (), cells)


def why_unknown(month: Month, note: NoteRows, counter: str) -> str:
    """Why a note has no activity for that counter."""
    bound = next(b for b in month.data.boundaries if b.account == note.rows[0]["account"])
    cut = ", which is cut off at 1,000 notes" if note.below_cap else ""
    if note.closing is None:
        return f"Unknown: the note is not in the closing note list of {bound.closing}{cut or ': deleted or hidden'}."
    if note.opening is None and not note.from_zero:
        return f"Unknown: the note is older than the opening note list of {bound.opening} but not in it{cut}."
    return f"Unknown: a reading at one end of the month has no {counter}."


def left_out(month: Month, counter: str, notes: Sequence[NoteRows]) -> Iterator[Say]:
    """The notes that a sum lacks, with the reason, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for note in notes:
        reasons.setdefault(_reason(note), []).append(note.label)
    for reason, labels in reasons.items():
        number = say_n("{n} note", "{n} notes", len(labels))
        why = say(reason, counter=counted(counter))
        yield say("Left out: {notes} {why}: {names}.", notes=number, why=why, names=first_of(labels))


_REASONS = {  # by: lacks the closing reading, is below the cap
    (True, False): noop("not in the closing note list, with unknown activity"),
    (True, True): noop("not in the closing note list, which is cut off at 1,000 notes, with unknown activity"),
    (False, False): noop("older than the opening note list but not in it, with unknown activity"),
    (False, True): noop(
        "older than the opening note list but not in it, which is cut off at 1,000 notes, with unknown activity"
    ),
}


def _reason(note: NoteRows) -> str:
    if note.closing is None or (note.opening is None and not note.from_zero):
        return _REASONS[note.closing is None, note.below_cap]
    return noop("with no reading of {counter} at one end of the month")


def _opened_at_zero(month: Month, notes: Sequence[NoteRows]) -> Iterator[Say]:
    new = sum(note.from_zero for note in notes)
    if month.data.first_month:
        yield say("It is the first month: only notes published in it count, at all they earned.")
    elif new:
        yield say(
            "{new} of the {notes} notes began at 0: they were published in the month, or after the opening list.",
            new=new, notes=len(notes),
        )  # fmt: skip


def first_of(labels: Sequence[str], most: int = 3) -> Say:
    """The first few, and how many more: “a, b, c and 4 more”."""
    named = Enumeration(tuple(labels[:most]))
    more = len(labels) - most
    return say_n("{names} and {n} more", "{names} and {n} more", more, names=named) if more > 0 else named


def rows(name: str, formula: str, cells: Iterable[Cell]) -> Trace:
    """A count of things, each shown by the cell that names it."""
    listed = tuple(cells)
    return Trace(name, len(listed), formula, (), listed)
