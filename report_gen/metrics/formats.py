"""Images against video."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.metrics._groups import group


def compute(month: MonthData) -> dict[str, object]:
    found = [name for name in ("image", "video") if (month.notes["format"] == name).any()]
    return {"formats": tuple(group(name, month.notes[month.notes["format"] == name], month) for name in found)}
