"""Counts: sums over the days of the trends, or over the notes as closing less opening readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from report_gen.explain._month import Month, NoteRows, named
from report_gen.explain._trace import Cell, Trace, added, unknown
from report_gen.history import day_runs
from report_gen.wording import noop

BY_DAYS = noop("The sum of the daily trends over the month’s days; of exports that overlap, the latest has the day.")
BY_NOTES = noop("The sum over the month’s notes of what each earned: its closing reading less its opening one.")


def total(month: Month, counter: str, basis: str) -> Trace:
    """The account's total of a counter."""
    if basis == "daily":
        return over_days(month, counter)
    trace = over_notes(month, counter, month.notes, (counter,))
    missing = month.missing_days(counter)
    why = f"Not by the daily trends: they lack {day_runs(missing)} for {counter}."
    return Trace(trace.name, trace.value, trace.formula, trace.terms, trace.cells, (why, *trace.left_out))


def over_days(month: Month, metric: str) -> Trace:
    """All days of the month, where the trends have them all."""
    cells = month.day_cells(metric)
    days = Trace("days", len(month.period.days), "The days of the month that are reported.")
    return Trace(metric, added(cells), BY_DAYS, (days,), cells)


def over_notes(month: Month, counter: str, notes: Sequence[NoteRows], needed: Iterable[str]) -> Trace:
    """Over those of the notes whose activity is known for all the counters that are needed."""
    counted = [note for note in notes if all(month.ends(note, name) for name in needed)]
    others = {*notes} - {*counted}
    count = Trace("notes", len(counted), "The notes whose activity in the month is known.")
    if not counted:
        return unknown(counter, f"None: of no note here are the {counter} of the month known.", count)
    cells = tuple(cell for note in counted for cell in month.ends(note, counter) or ())
    lacking = left_out(month, counter, [note for note in notes if note in others])
    return Trace(counter, added(cells), BY_NOTES, (count,), cells, (*_opened_at_zero(month, counted), *lacking))


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


def left_out(month: Month, counter: str, notes: Sequence[NoteRows]) -> Iterator[str]:
    """The notes that a sum lacks, with the reason, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for note in notes:
        reasons.setdefault(_reason(note), []).append(note.label)
    for reason, labels in reasons.items():
        number = "1 note" if len(labels) == 1 else f"{len(labels)} notes"
        yield f"Left out: {number} {reason.format(counter=counter)}: {named(labels)}."


def _reason(note: NoteRows) -> str:
    cut = ", which is cut off at 1,000 notes" if note.below_cap else ""
    if note.closing is None:
        return f"not in the closing note list{cut}, with unknown activity"
    if note.opening is None and not note.from_zero:
        return f"older than the opening note list but not in it{cut}, with unknown activity"
    return "with no reading of {counter} at one end of the month"


def _opened_at_zero(month: Month, notes: Sequence[NoteRows]) -> Iterator[str]:
    new = sum(note.from_zero for note in notes)
    if month.data.first_month:
        yield "It is the first month: only notes published in it count, at all they earned."
    elif new:
        yield f"{new} of the {len(notes)} notes began at 0: they were published in the month, or after the opening list."


def rows(name: str, formula: str, cells: Iterable[Cell]) -> Trace:
    """A count of things, each shown by the cell that names it."""
    listed = tuple(cells)
    return Trace(name, len(listed), formula, (), listed)
