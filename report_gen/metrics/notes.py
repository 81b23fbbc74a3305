"""Every note of the month: what it earned, its rate, and the rate drawn towards its format's mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from report_gen.history import MonthData
from report_gen.metrics.evergreen import is_evergreen
from report_gen.report import Note
from report_gen.statistics import Prior, fit_prior, shrunken_rate
from report_gen.tables import COUNTERS

FEWEST_OF_A_FORMAT = 5


def compute(month: MonthData) -> dict[str, object]:
    per = month.config.save_rate.per if month.config.save_rate.per in month.notes else None
    priors = _priors(month.notes, per) if per else {}
    notes = month.notes.assign(evergreen=is_evergreen(month.notes, month))
    return {"notes": tuple(_note(str(key), row, per, priors) for key, row in notes.iterrows())}


def _priors(notes: pd.DataFrame, per: str) -> dict[str, Prior | None]:
    """A prior for each format; of all notes together where a format has too few to learn from."""
    together = _prior(notes, per)
    return {
        str(name): (_prior(own, per) if len(own) >= FEWEST_OF_A_FORMAT else None) or together
        for name, own in notes.groupby("format")
    }


def _prior(notes: pd.DataFrame, per: str) -> Prior | None:
    """From notes whose rate is whole: a video seen mostly in autoplay, without impressions, says nothing about others."""
    if per == "impressions":
        notes = notes[(notes["format"] != "video") | (notes["views"] <= notes["impressions"])]
    return fit_prior(notes["saves"].to_numpy(dtype=float), notes[per].to_numpy(dtype=float))


def _note(key: str, row: pd.Series, per: str | None, priors: dict[str, Prior | None]) -> Note:
    activity = {c: _count(row[c]) for c in COUNTERS}
    saves, whole = activity["saves"], activity[per] if per else None
    prior = priors.get(row["format"])
    known = saves is not None and whole is not None and whole > 0
    adjusted = shrunken_rate(saves, whole, prior) if known and prior else None  # type: ignore[arg-type]
    return Note(
        key=key,
        title=row["title"],
        published_at=row["published_at"].isoformat(),
        format=row["format"],
        pillar=row["pillar"],
        traits=row["traits"],
        activity=activity,
        lifetime={c: _count(row[f"lifetime_{c}"]) for c in COUNTERS},
        save_rate=saves / whole if known else None,  # type: ignore[operator]
        interval=adjusted[1] if adjusted else None,
        adjusted_save_rate=adjusted[0] if adjusted else None,
        flags=tuple(_flags(row, activity)),
    )


def _flags(row: pd.Series, activity: dict[str, int | None]) -> Iterator[str]:
    views, impressions = activity["views"], activity["impressions"]
    if row["gone"] or row["unread"]:
        yield "unknown_activity"
    if row["negative"]:
        yield "negative_activity"
    if row["format"] == "video" and views is not None and impressions is not None and views > impressions:
        yield "views_exceed_impressions"
    if row["new"]:
        yield "new"
    if row["evergreen"]:
        yield "evergreen"


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
