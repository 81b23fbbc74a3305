"""What makes notes save-worthy here: guides, comparisons, local, seasonal, and the client's own traits. A note may count
under several."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.metrics._groups import group


def compute(month: MonthData) -> dict[str, object]:
    tagged = sorted({name for own in month.notes["traits"] for name in own} - month.config.all_traits.keys())
    names = (*month.config.all_traits, *tagged)
    has = {name: month.notes["traits"].map(lambda own, name=name: name in own) for name in names}
    return {"traits": tuple(group(name, month.notes[mask], month) for name, mask in has.items() if mask.any())}
