"""Canonical tables written by hand, a line a record, for tests of history and metrics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from report_gen.config import ClientConfig
from report_gen.tables import COUNTERS, Source, Tables, empty, gather

ZONE = "Asia/Singapore"


def config(**settings: Any) -> ClientConfig:
    return ClientConfig.model_validate({"client": "Kopi & Kaya", **settings})


def note_list(
    captured: str, notes: Mapping[str, Mapping[str, float] | float], account: str = "", format_: str = "image"
) -> pd.DataFrame:
    """A capture (at 02:09) of notes by publication moment; a bare number is its saves, with a hundred times that shown."""
    rows = []
    for row, (published, counters) in enumerate(notes.items(), start=3):
        values = counters if isinstance(counters, Mapping) else {"saves": counters, "impressions": counters * 100}
        rows.append(
            {
                **dict.fromkeys(COUNTERS, 0.0), "account": account, "note": published, "title": f"笔记 {published}",
                "published_at": pd.Timestamp(published, tz=ZONE), "captured_at": pd.Timestamp(f"{captured} 02:09", tz=ZONE),
                "captured_on": pd.Timestamp(captured), "format": format_, "file": f"{account}{captured}.xlsx",
                "sheet": "Sheet1", "row": row, **values,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def daily(
    first: str, last: str, metric: str, value: float, skip: Iterable[str] = (), account: str = ""
) -> pd.DataFrame:
    """The same value on every day from first to last, but those skipped."""
    days = [d for d in pd.date_range(first, last) if d.strftime("%Y-%m-%d") not in set(skip)]
    record = {"account": account, "metric": metric, "value": value, "captured_at": pd.Timestamp(last, tz=ZONE)}
    return pd.DataFrame({**record, "date": days, "file": f"{metric}.xlsx", "sheet": metric, "row": 2.0})


def ranks(keyword: str, readings: Mapping[str, float | tuple[float | None, ...] | None]) -> pd.DataFrame:
    rows = [
        {
            "keyword": keyword,
            "date": pd.Timestamp(day),
            "rank": rank,
            "note": "",
            "file": "ranks.csv",
            "sheet": "",
            "row": 2,
        }
        for day, several in readings.items()
        for rank in (several if isinstance(several, tuple) else (several,))
    ]
    return pd.DataFrame(rows)


def clicks(destination: str, by_day: Mapping[str, float]) -> pd.DataFrame:
    rows = [
        {
            "destination": destination,
            "date": pd.Timestamp(day),
            "until": pd.Timestamp(day),
            "clicks": n,
            "kind": "clicks",
            "file": "clicks.csv",
            "row": 2,
        }
        for day, n in by_day.items()
    ]
    return pd.DataFrame(rows)


def paid(level: str, days: Mapping[str, Mapping[str, float]], entity: str = "e1", note: str = "n1") -> pd.DataFrame:
    """A paid report's rows by day; what a day doesn't name is a column that the report lacks."""
    where = {"level": level, "entity": entity, "note": note, "file": f"{level}.csv", "row": 3}
    return pd.DataFrame([{**where, "date": pd.Timestamp(day), **values} for day, values in days.items()])


def collaboration(creator: str, note: str, captured: str, published: str, **values: float | None) -> pd.DataFrame:
    """A creator's note at one reading."""
    row = {
        "creator": creator, "note": note, "title": note, "captured_at": pd.Timestamp(captured, tz=ZONE),
        "captured_on": pd.Timestamp(captured), "published_on": pd.Timestamp(published), "format": "image",
        "file": f"creators-{captured}.xlsx", "sheet": "笔记批量数据", "row": 4, **values,
    }  # fmt: skip
    return pd.DataFrame([row])


def tables(
    notes: Iterable[pd.DataFrame] = (),
    days: Iterable[pd.DataFrame] = (),
    readings: Iterable[pd.DataFrame] = (),
    outward: Iterable[pd.DataFrame] = (),
    tags: Mapping[str, dict[str, str]] | None = None,
    advertised: Iterable[pd.DataFrame] = (),
    collaborations: Iterable[pd.DataFrame] = (),
) -> Tables:
    frames = list(notes)
    files = sorted({file for frame in frames for file in frame["file"]})
    return Tables(
        note_snapshots=gather(frames, "note_snapshots", ZONE) if frames else empty("note_snapshots", ZONE),
        account_daily=gather(days, "account_daily", ZONE),
        keyword_ranks=gather(readings, "keyword_ranks", ZONE),
        clicks=gather(outward, "clicks", ZONE),
        paid_daily=gather(advertised, "paid_daily", ZONE),
        creator_snapshots=gather(collaborations, "creator_snapshots", ZONE),
        note_tags=dict(tags or {}),
        sources=tuple(Source(file=f, kind="note_list", sha256="0" * 64, rows=1, captured_at=None) for f in files),
    )


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
