"""The status of all clients for people, as a table with what to do next, and for programs."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from report_gen.columns import cut, hanging, table, width
from report_gen.delivery.standing import Mark
from report_gen.delivery.status import Row, Stage

NONE = "–"
LEAST = 10  # columns that a name or a date with a name keeps, however narrow the terminal
_SHRINKS = ("client", "reviewed", "approved")
# What a summary says of the clients whose month waits there, one and several.
_WAITING: dict[Stage, tuple[str, str]] = {
    "broken": ("can't be read", "can't be read"),
    "unknown": ("may have got it or not", "may have got it or not"),
    "data": ("has no data", "have no data"),
    "build": ("is to be built", "are to be built"),
    "review": ("is to be looked at", "are to be looked at"),
    "approve": ("waits for approval", "wait for approval"),
    "publish": ("is to be published", "are to be published"),
    "send": ("is to be sent", "are to be sent"),
}


def as_json(rows: Sequence[Row]) -> str:
    """For programs: a list of clients. Keys may be added, never changed."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=str)


def as_text(rows: Sequence[Row], today: dt.date, most: int) -> str:
    """For people, at most that many columns wide."""
    return "\n".join((f"{summary(rows)}, as of {today}", "", *_table(rows, today, most)))


def summary(rows: Sequence[Row]) -> str:
    """`7 of 12 delivered, 2 wait for approval, 1 has no data`"""
    counts = Counter(row.stage for row in rows)
    waiting = [f"{counts[stage]} {words[counts[stage] > 1]}" for stage, words in _WAITING.items() if counts[stage]]
    return ", ".join((f"{counts['done']} of {len(rows)} delivered", *waiting))


def _table(rows: Sequence[Row], today: dt.date, most: int) -> Iterator[str]:
    """A line a client, and below it what holds it."""
    cells = [_cells(row, today) for row in rows]
    head, *lines = table(_fitted([dict(zip(cells[0], cells[0], strict=True)), *cells], most))
    yield head
    for row, line in zip(rows, lines, strict=True):
        yield line
        yield from _what_holds(row, most)


def _cells(row: Row, today: dt.date) -> dict[str, str]:
    return {
        "client": row.slug,
        "month": row.month or NONE,
        "data": row.data or NONE,
        "built": _mark(row.built, today),
        "reviewed": _mark(row.reviewed, today),
        "approved": _mark(row.approved, today),
        "published": _published(row, today),
        "sent": _sent(row, today),
    }


def _mark(mark: Mark | None, today: dt.date) -> str:
    return f"{_day(mark.on, today)} {mark.by}".rstrip() if mark else NONE


def _published(row: Row, today: dt.date) -> str:
    """What was handed over as a file stands there too, where it went nowhere else."""
    if row.published or not row.exported:
        return _mark(row.published, today)
    return f"{_mark(row.exported, today)} file"


def _day(day: dt.date, today: dt.date) -> str:
    """3 Nov; of another year 2025-11-03"""
    return f"{day.day} {day:%b}" if day.year == today.year else str(day)


def _sent(row: Row, today: dt.date) -> str:
    """`3 Nov` if everybody has it, else `2 of 3`; what nobody can say stands out."""
    got, every = len(row.sent.got), len((*row.sent.got, *row.sent.lacking, *row.sent.unknown))
    if row.sent.unknown:
        return f"{got} of {every}, {len(row.sent.unknown)} UNKNOWN"
    if not got:
        return NONE
    return _day(row.sent.on, today) if got == every and row.sent.on else f"{got} of {every}"


def _fitted(rows: Sequence[dict[str, str]], most: int) -> list[list[str]]:
    """The cells, those with names cut as far as the terminal is too narrow for them."""
    wide = {name: max(width(row[name]) for row in rows) for name in rows[0]}
    over = sum(wide.values()) + 2 * len(wide) - most
    for name in _SHRINKS:
        less = max(0, min(over, wide[name] - LEAST))
        wide[name], over = wide[name] - less, over - less
    return [[cut(cell, wide[name]) for name, cell in row.items()] for row in rows]


def _what_holds(row: Row, most: int) -> Iterator[str]:
    """The command on a line of its own where both don't fit on one: so it can be copied."""
    one_line = f"    {row.holds}: {row.next}"
    if row.holds and row.next and width(one_line) <= most:
        yield one_line
        return
    if row.holds:
        yield from hanging("    ", f"{row.holds}{':' if row.next else ''}", most)
    if row.next:
        yield f"      {row.next}"
