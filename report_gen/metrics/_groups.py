"""Notes that share something, summed: one `Group` for a format, a pillar or a trait."""

from __future__ import annotations

import pandas as pd

from report_gen.history import MonthData, known
from report_gen.report import Group
from report_gen.statistics import rate_interval

SHOWN = ("impressions", "views", "saves", "comments")


def group(name: str, notes: pd.DataFrame, month: MonthData) -> Group:
    """Sums and save rate over those of the notes whose activity is known; the share is of all notes' saves."""
    per = month.config.save_rate.per
    counted = known(notes, "saves")
    all_saves = month.notes["saves"].sum()
    sums = {c: int(counted[c].sum()) if counted[c].notna().any() else None for c in SHOWN}
    rate, interval = _save_rate(counted, per)
    return Group(
        name=name,
        notes=len(counted),
        **sums,
        save_rate=rate,
        interval=interval,
        share_of_saves=float(counted["saves"].sum() / all_saves) if all_saves > 0 else None,
    )


def _save_rate(notes: pd.DataFrame, per: str) -> tuple[float | None, tuple[float, float] | None]:
    if per not in notes:
        return None, None
    notes = known(notes, "saves", per)
    saves, wholes = notes["saves"].to_numpy(dtype=float), notes[per].to_numpy(dtype=float)
    if wholes.sum() <= 0:
        return None, None
    return float(saves.sum() / wholes.sum()), rate_interval(saves, wholes)
