"""The month's totals counted twice: by the daily trends and by the notes, and what makes the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from report_gen.explain._month import Month, NoteRows, records
from report_gen.explain._paths import Path
from report_gen.explain._sums import over_days, over_notes
from report_gen.explain._trace import Cell, FaultError, Trace, added, unknown
from report_gen.history import Edge, edges

SECTIONS = ("reconciliation",)
DIFFERENCE = "By the daily trends less by the notes."
BY_DATES = (
    "What notes earned between the capture of a note list and the month's edge, by the daily trends: a closing list that is "
    "early lacks it (+), an opening list that is early has it too much (−), and the reverse for late ones. What notes published "
    "after the edge have in a late list is taken off, since they open at 0."
)
BY_NOTES = "The least that notes with unknown activity earned: their last reading less their opening one."
UNREAD = "The most that notes without an opening reading may have earned: all that they have at their last reading."
REST = "What is left of the difference: hours between midnight and the capture, and what nothing explains."


def trace(path: Path, month: Month) -> Trace:
    _, metric, field = path
    fields: Mapping[str, Callable[[], Trace]] = {
        "metric": lambda: Trace("metric", metric, "A counter that both the daily trends and the notes have."),
        "daily": lambda: over_days(month, metric),
        "notes": lambda: over_notes(month, metric, month.notes, (metric,)),
        "difference": lambda: _difference(month, metric),
        "by_dates": lambda: _by_dates(month, metric),
        "by_notes": lambda: _by_notes(month, metric),
        "rest": lambda: _rest(month, metric),
        "unread_at_most": lambda: _unread(month, metric),
    }
    if field not in fields:
        raise FaultError(f"Nothing explains reconciliation.{metric}.{field}.")
    return fields[field]()


def _difference(month: Month, metric: str) -> Trace:
    daily, notes = (
        over_days(month, metric).called("daily"),
        over_notes(month, metric, month.notes, (metric,)).called("notes"),
    )
    return Trace("difference", daily.number - notes.number, DIFFERENCE, (daily, notes))


def _rest(month: Month, metric: str) -> Trace:
    difference, parts = _difference(month, metric), (_by_dates(month, metric), _by_notes(month, metric))
    if any(part.value is None for part in parts):
        return unknown(
            "rest", "None: the daily trends lack days between a capture and the month's edge.", difference, *parts
        )
    return Trace("rest", difference.number - sum(part.number for part in parts), REST, (difference, *parts))


# -- what notes lack


def _by_notes(month: Month, metric: str) -> Trace:
    cells = tuple(cell for note in _unknown(month, metric) for cell in _least(month, note, metric))
    return Trace("by_notes", added(cells) or 0, BY_NOTES, (), cells)


def _unread(month: Month, metric: str) -> Trace:
    unread = [n for n in _unknown(month, metric) if not n.from_zero and _opened(month, n, metric) is None]
    cells = tuple(cell for note in unread if (cell := month.latest(note, metric)))
    return Trace("unread_at_most", added(cells) or 0, UNREAD, (), cells)


def _unknown(month: Month, metric: str) -> list[NoteRows]:
    return [note for note in month.notes if not month.ends(note, metric)]


def _least(month: Month, note: NoteRows, metric: str) -> Iterator[Cell]:
    last, opened = month.latest(note, metric), _opened(month, note, metric)
    if last is not None and (opened is not None or note.from_zero):
        yield last
        yield from [opened] if opened is not None else []


def _opened(month: Month, note: NoteRows, metric: str) -> Cell | None:
    if note.from_zero or note.opening is None:
        return None
    cell = month.cell(note.opening, metric, note.label, -1)
    return cell if cell.value is not None else None


# -- what capture dates make


def _by_dates(month: Month, metric: str) -> Trace:
    off = [edge for bound in month.data.boundaries for edge in edges(bound, month.period) if len(edge.days_off)]
    cells: list[Cell] = []
    for edge in off:
        days = _days(month, edge, metric)
        if len(days) < len(edge.days_off):
            return unknown("by_dates", f"None: the trends lack a day between {edge.reading} and {edge.day}.")
        cells += [*days, *_young(month, edge, metric)]
    formula = BY_DATES if off else "0: the note lists were captured on the month's edges."
    return Trace("by_dates", added(cells) or 0, formula, (), tuple(cells))


def _days(month: Month, edge: Edge, metric: str) -> list[Cell]:
    trends = month.tables.account_daily
    own = (trends["account"] == edge.account) & (trends["metric"] == metric) & trends["date"].isin(edge.days_off)
    sign = _sign(edge) if edge.reading < edge.day else -_sign(edge)
    return [month.cell(row, "value", f"{row['date']:%Y-%m-%d}", sign) for row in records(trends[own])]


def _young(month: Month, edge: Edge, metric: str) -> Iterator[Cell]:
    """In a list captured after the edge: the notes published since."""
    if edge.reading < edge.day:
        return
    lists = month.data.snapshots
    own = (lists["account"] == edge.account) & (lists["captured_on"] == pd.Timestamp(edge.reading))
    young = lists["published_at"] >= pd.Timestamp(edge.day, tz=month.config.zone)
    for row in records(lists[own & young]):
        yield month.cell(row, metric, f"“{row['title']}”", _sign(edge))


def _sign(edge: Edge) -> int:
    return 1 if edge.closes else -1
