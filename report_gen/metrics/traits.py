"""What makes notes save-worthy here: guides, comparisons, local, seasonal, and the client's own traits. A note may count
under several."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.metrics._groups import group


def compute(month: MonthData) -> dict[str, object]:
    has = {name: month.notes["traits"].map(lambda own, name=name: name in own) for name in month.config.all_traits}
    return {"traits": tuple(group(name, month.notes[mask], month) for name, mask in has.items() if mask.any())}
