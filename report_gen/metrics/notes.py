"""Every note of the month: what it earned, its rate, and the rate drawn towards its format's mean."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from report_gen.history import MonthData
from report_gen.metrics.evergreen import is_evergreen
from report_gen.report import Note
from report_gen.statistics import Prior, fit_prior, shrunken_rates
from report_gen.tables import COUNTERS

FEWEST_OF_A_FORMAT = 5


def compute(month: MonthData) -> dict[str, object]:
    per = month.config.save_rate.per
    notes = month.notes.assign(evergreen=is_evergreen(month.notes, month), whole=month.notes.get(per, math.nan))
    notes = notes.join(_adjusted(notes, per))
    rows = zip(notes.index, notes.to_dict("records"), strict=True)
    return {"notes": tuple(_note(str(key), row) for key, row in rows)}


def _adjusted(notes: pd.DataFrame, per: str) -> pd.DataFrame:
    """Per note: `adjusted`, `low` and `high`, by the prior of its format, or of all notes where a format has too few to
    learn from. NaN where there is no rate to adjust."""
    columns = pd.DataFrame(math.nan, index=notes.index, columns=["adjusted", "low", "high"])
    together = _prior(notes, per)
    for _, own in notes.groupby("format"):
        prior = (_prior(own, per) if len(own) >= FEWEST_OF_A_FORMAT else None) or together
        counted = own[own["whole"] > 0]
        if prior and len(counted):
            rates = shrunken_rates(*_counts(counted), prior)
            columns.loc[counted.index] = np.column_stack(rates)
    return columns


def _prior(notes: pd.DataFrame, per: str) -> Prior | None:
    """From notes whose rate is whole: a video seen mostly in autoplay, without impressions, says nothing about others."""
    if per == "impressions":
        notes = notes[(notes["format"] != "video") | (notes["views"] <= notes["impressions"])]
    return fit_prior(*_counts(notes))


def _counts(notes: pd.DataFrame) -> tuple[Any, Any]:
    return notes["saves"].to_numpy(dtype=float), notes["whole"].to_numpy(dtype=float)


def _note(key: str, row: Mapping[Any, Any]) -> Note:
    has_rate = row["whole"] > 0 and not math.isnan(row["saves"])
    is_adjusted = not math.isnan(row["adjusted"])
    return Note(
        key=key,
        id=row["note_id"] or None,
        title=row["title"],
        published_at=row["published_at"].isoformat(),
        format=row["format"],
        pillar=row["pillar"],
        traits=row["traits"],
        activity={c: _count(row[c]) for c in COUNTERS},
        lifetime={c: _count(row[f"lifetime_{c}"]) for c in COUNTERS},
        save_rate=row["saves"] / row["whole"] if has_rate else None,
        interval=(row["low"], row["high"]) if is_adjusted else None,
        adjusted_save_rate=row["adjusted"] if is_adjusted else None,
        flags=tuple(_flags(row)),
    )


def _flags(row: Mapping[Any, Any]) -> Iterator[str]:
    if row["gone"] or row["unread"]:
        yield "unknown_activity"
    if row["negative"]:
        yield "negative_activity"
    if row["format"] == "video" and row["views"] > row["impressions"]:  # false where either is unknown
        yield "views_exceed_impressions"
    if row["new"]:
        yield "new"
    if row["evergreen"]:
        yield "evergreen"


def _count(value: float) -> int | None:
    return None if math.isnan(value) else int(value)
