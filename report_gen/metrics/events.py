"""What the client named under `events:` and falls into the month."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.report import Event


def compute(month: MonthData) -> dict[str, object]:
    first, last = month.period.start, month.period.days[-1].date()
    return {
        "events": tuple(
            Event(name=e.name, start=e.start, end=e.last, note=e.note)
            for e in month.config.events
            if e.start <= last and e.last >= first
        )
    }
