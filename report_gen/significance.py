"""Whether a rate moved beyond chance between any two months, from the notes of their Reports."""

from __future__ import annotations

import numpy as np

from report_gen.report import Report
from report_gen.statistics import Array, change_is_significant

_NOTE_RATES = {"saves_per_view": ("saves", "views"), "saves_per_impression": ("saves", "impressions")}


def significance(now: Report, before: Report, metric: str) -> bool | None:
    """Whether the rate's change between two months is beyond chance, over the notes of both. None for what isn't a rate of
    notes, with too few notes, or against a first month, which has only its own."""
    if before.coverage.first_month or metric not in (rates := _rates(now)):
        return None
    keys = sorted({n.key for n in now.notes} | {n.key for n in before.notes})
    return change_is_significant(_activity(now, keys, *rates[metric]), _activity(before, keys, *rates[metric]))


def _rates(report: Report) -> dict[str, tuple[str, str]]:
    per = report.rate_per
    rates = {**_NOTE_RATES, "save_rate": ("saves", per), "comment_rate": ("comments", per)}
    return {name: pair for name, pair in rates.items() if pair[1] != "reach"}


def _activity(report: Report, keys: list[str], counter: str, per: str) -> tuple[Array, Array]:
    activity = {n.key: n.activity for n in report.notes}
    rows = [activity.get(key, {}) for key in keys]
    parts, wholes = (np.array([row.get(name) for row in rows], dtype=float) for name in (counter, per))
    return parts, wholes
