"""The month's totals counted twice, by the daily trends and by the notes, and what makes the two differ.

Three things are known and named: readings captured before or after the month's edges, notes gone from the closing list, and
notes that the opening list lacks. What is left is the rest: the hours between midnight and the capture, what deleted notes
earned after they were last seen, and what nobody can explain. Not followers: most come from no note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from report_gen.history import Edge, MonthData, edges
from report_gen.report import Reconciliation
from report_gen.tables import COUNTERS, Quality
from report_gen.wording import Enumeration, Sentences, counted, say

METRICS = tuple(counter for counter in COUNTERS if counter != "new_followers")
TOO_FAR, A_FEW = 0.25, 20  # what may stay unexplained: a part of the larger total, and always so many


def compute(month: MonthData) -> dict[str, object]:
    """Nothing in a first month, whose notes' sums hold only what was published in it."""
    whole = [m for m in METRICS if month.complete(m) and month.notes[m].notna().any()]
    found = tuple(_reconciled(month, metric) for metric in whole if not month.first_month)
    return {"reconciliation": found, "quality": tuple(_quality(found))}


def unexplained(found: Reconciliation) -> int:
    """What even the most that notes without an opening reading may have earned leaves open; with its sign."""
    rest = found.difference if found.rest is None else found.rest
    return rest - min(max(rest, 0), found.unread_at_most)


def is_far_apart(found: Reconciliation) -> bool:
    return abs(unexplained(found)) > max(TOO_FAR * max(found.daily, found.notes), A_FEW)


def _reconciled(month: MonthData, metric: str) -> Reconciliation:
    daily, notes = int(month.daily[metric].sum()), int(month.notes[metric].sum())
    unknown = month.notes[month.notes[metric].isna()]
    opened, last = unknown[f"opened_{metric}"], unknown[f"lifetime_{metric}"]
    by_dates, by_notes = _by_dates(month, metric), int((last - opened).sum())
    return Reconciliation(
        metric=metric,
        daily=daily,
        notes=notes,
        difference=daily - notes,
        by_dates=by_dates,
        by_notes=by_notes,
        rest=None if by_dates is None else daily - notes - by_dates - by_notes,
        unread_at_most=int(last[opened.isna()].sum()),
    )


def _by_dates(month: MonthData, metric: str) -> int | None:
    """What the notes' sum lacks (or has too much) because lists were captured off the month's edges. A closing list that is
    two days late holds two days of the next month; an opening list that is two days late lacks two days of this one, but
    not of notes published in them, which open at 0. None where the trends lack one of those days."""
    total = 0
    for edge in (edge for bound in month.boundaries for edge in edges(bound, month.period) if len(edge.days_off)):
        earned = _up_to_edge(month, edge, metric)
        if earned is None:
            return None
        total += earned if edge.closes else -earned
    return total


def _up_to_edge(month: MonthData, edge: Edge, metric: str) -> int | None:
    """What notes published before the edge earned from the reading to the edge; negative where the reading came later."""
    trends = month.trends[(month.trends["account"] == edge.account) & (month.trends["metric"] == metric)]
    values = trends.set_index("date")["value"].reindex(edge.days_off)
    if values.isna().any():
        return None
    if edge.reading < edge.day:
        return int(values.sum())
    lists = month.snapshots
    own = (lists["account"] == edge.account) & (lists["captured_on"] == pd.Timestamp(edge.reading))
    young = lists["published_at"] >= pd.Timestamp(edge.day, tz=month.config.zone)
    return int(lists.loc[own & young, metric].sum() - values.sum())


def _quality(found: Iterable[Reconciliation]) -> Iterator[Quality]:
    found = tuple(found)
    if not found:
        return
    both = (say("{metric} {daily} and {notes}", metric=counted(r.metric), daily=r.daily, notes=r.notes) for r in found)
    told = Enumeration(tuple(both))
    message = say("Totals by the daily trends and by the notes: {told}. The trends are used.", told=told)
    apart = [
        say("{metric} by {rest}", metric=counted(r.metric), rest=abs(unexplained(r))) for r in found if is_far_apart(r)
    ]
    if not apart:
        yield Quality.told("totals_reconciled", "info", message)
        return
    far = say(
        "Far apart, and not explained by capture dates or missing notes: {metrics}.", metrics=Enumeration(tuple(apart))
    )
    advice = say(
        "Look whether the trends and the note lists are of the same account, and whether the note lists hold all notes (at "
        "most 1,000 are exported)."
    )
    yield Quality.told("totals_reconciled", "warning", Sentences((message, far)), advice)
