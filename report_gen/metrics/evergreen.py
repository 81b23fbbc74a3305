"""Evergreen share: the part of the month's saves that notes published over 30 days before the month began have earned."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from report_gen.history import MonthData, known
from report_gen.metrics._headline import headline

EVERGREEN_AFTER = dt.timedelta(days=30)


def compute(month: MonthData) -> dict[str, object]:
    """None in the first month: older notes' saves of the month can't be told from earlier ones, so 0 would be a guess."""
    notes = known(month.notes, "saves")
    saves = notes["saves"].sum()
    evergreen = notes.loc[is_evergreen(notes, month), "saves"].sum()
    share = float(evergreen / saves) if saves > 0 and not month.first_month else None
    return {"headline": {"evergreen_save_share": headline(month, "evergreen_save_share", share, "snapshots")}}


def is_evergreen(notes: pd.DataFrame, month: MonthData) -> pd.Series:
    """Per note: published over 30 days before the month began."""
    start = pd.Timestamp(month.period.start - EVERGREEN_AFTER, tz=month.config.zone)
    return notes["published_at"] < start
