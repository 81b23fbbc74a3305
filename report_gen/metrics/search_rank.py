"""Search rank: where the client's keywords stand, and how visible that makes it.

A day's rank is the median of its readings, “not found” counting as worse than any rank; the month's rank is the median of
its days the same way. Visibility is 100 × the mean over observed days of 1 ÷ log2(1 + rank), the discount of DCG
(Järvelin & Kekäläinen 2002): rank 1 counts 100, rank 3 half of it, not found nothing.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from report_gen.config import Keyword
from report_gen.history import MonthData
from report_gen.metrics._headline import headline
from report_gen.report import DayRank, KeywordRank
from report_gen.topics import fold


def compute(month: MonthData) -> dict[str, object]:
    if not month.config.keywords and month.ranks.empty:
        return {}
    readings = month.ranks.assign(term=month.ranks["keyword"].map(fold))
    keywords = tuple(_keyword(k, readings[readings["term"] == fold(k.term)]) for k in _targets(month))
    index = headline(month, "search_visibility", weighted_visibility(keywords), "daily")
    return {"keywords": keywords, "headline": {"search_visibility": index}}


def weighted_visibility(keywords: tuple[KeywordRank, ...]) -> float | None:
    """The mean over keywords that were looked for, weighted."""
    seen = [(k.visibility, k.weight) for k in keywords if k.visibility is not None]
    return sum(v * w for v, w in seen) / sum(w for _, w in seen) if seen else None


def _targets(month: MonthData) -> tuple[Keyword, ...]:
    """The keywords of client.yml; without any, all that were read."""
    return month.config.keywords or tuple(Keyword(term=term) for term in sorted(set(month.ranks["keyword"])))


def _keyword(keyword: Keyword, readings: pd.DataFrame) -> KeywordRank:
    days = readings.assign(rank=readings["rank"].fillna(math.inf)).groupby("date")["rank"].median()
    ranks = days.to_numpy(dtype=float)
    found = ranks[np.isfinite(ranks)]
    return KeywordRank(
        term=keyword.term,
        group=keyword.group,
        weight=keyword.weight,
        rank=_finite(np.median(ranks)) if len(ranks) else None,
        previous_rank=None,
        best=_finite(found.min()) if len(found) else None,
        days_observed=len(ranks),
        days_ranked=len(found),
        days_top3=int((ranks <= 3).sum()),
        days_top10=int((ranks <= 10).sum()),
        visibility=float(100 * (1 / np.log2(1 + ranks)).mean()) if len(ranks) else None,
        note=_holder(readings),
        days=tuple(DayRank(date=day.date(), rank=_finite(rank)) for day, rank in days.items()),  # type: ignore[attr-defined]
    )


def _holder(readings: pd.DataFrame) -> str | None:
    """The note that was last seen holding the keyword's place."""
    named = readings[(readings["note"] != "") & readings["rank"].notna()].sort_values("date", kind="stable")
    return str(named["note"].iloc[-1]) if len(named) else None


def _finite(rank: float) -> float | None:
    return float(rank) if math.isfinite(rank) else None
