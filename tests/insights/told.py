"""Months written by hand for the rules: a few numbers each, so that a test shows all that its rule sees."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from report_gen.report import (
    ClientName,
    Coverage,
    Creator,
    DayClicks,
    DayRank,
    DestinationClicks,
    Headline,
    KeywordRank,
    Note,
    Report,
)
from report_gen.story import Story, months_back

LAST = "2026-10"
Rank = float | None


def names(count: int) -> list[str]:
    """So many months up to the last, oldest first."""
    return [months_back(LAST, back) for back in range(count - 1, -1, -1)]


def length(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def report(month: str = LAST, **values: Any) -> Report:
    following = dt.date.fromisoformat(f"{months_back(month, -1)}-01")
    coverage = Coverage(
        opening=dt.date.fromisoformat(f"{month}-01"), closing=following, last_day=following - dt.timedelta(1)
    )
    known = {
        "schema": "report-gen/report@1", "client": ClientName(slug="kopi", name="Kopi & Kaya"), "month": month,
        "definitions": {"save_rate": "saves / impressions", "comment_rate": "comments / impressions"},
        "coverage": coverage, "headline": {},
    }  # fmt: skip
    return Report(**{**known, **values})


def story(reports: Iterable[Report]) -> Story:
    return Story(tuple(reports))


def headline(**values: float) -> dict[str, Headline]:
    return {name: Headline(value=value) for name, value in values.items()}


def note(key: str, **values: Any) -> Note:
    """`activity` by keyword; the rest as a note of this month."""
    own = ("title", "published_at", "format", "flags", "pillar", "lifetime")
    given = {name: values.pop(name) for name in own if name in values}
    known = {
        "title": f"笔记 {key}", "published_at": f"{LAST}-05T09:00:00+08:00", "format": "image", "pillar": None,
        "lifetime": {}, "save_rate": None, "interval": None, "adjusted_save_rate": None,
    }  # fmt: skip
    return Note(key=key, activity=values, **{**known, **given})


def keyword(term: str, month: str, ranks: Sequence[Rank], previous: Rank = None, **more: Any) -> KeywordRank:
    """A rank a day, from the first on."""
    days = tuple(DayRank(date=dt.date.fromisoformat(f"{month}-{n:02d}"), rank=r) for n, r in enumerate(ranks, 1))
    known = {"group": None, "weight": 1, "note": None, "visibility": None, "best": None, **more}
    found = [r for r in ranks if r is not None]
    return KeywordRank(
        term=term, rank=middle(ranks), previous_rank=previous, days_observed=len(days), days_ranked=len(found),
        days_top3=sum(r <= 3 for r in found), days_top10=sum(r <= 10 for r in found), days=days, **known,
    )  # fmt: skip


def middle(ranks: Sequence[Rank]) -> Rank:
    found = median(math.inf if r is None else r for r in ranks)
    return found if math.isfinite(found) else None


def destination(name: str, month: str, clicks: Sequence[float], **more: Any) -> DestinationClicks:
    """Clicks a day, from the first on; a day of −1 has no row."""
    days = [(dt.date.fromisoformat(f"{month}-{n:02d}"), round(c)) for n, c in enumerate(clicks, 1)]
    rows = tuple(DayClicks(date=day, clicks=count) for day, count in days if count >= 0)
    total = sum(row.clicks for row in rows)
    return DestinationClicks(name=name, clicks=total, days=rows, **{"previous": None, "change": None, **more})


def creator(name: str, followers: int, saves: int, shown: int, fee: float | None = None, **more: Any) -> Creator:
    known = {"tier": None, "notes": 1, "views": shown // 6, "interval": None, "flags": (), **more}
    return Creator(
        name=name, followers=followers, impressions=shown, saves=saves, save_rate=saves / shown, fee=fee,
        cost_per_save=fee / saves if fee else None, **known,
    )  # fmt: skip


def figures(evidence: Mapping[str, Any]) -> list[float]:
    return [v for v in evidence.values() if isinstance(v, int | float) and not isinstance(v, bool)]
