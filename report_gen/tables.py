"""The canonical tables: what every reader must deliver and everything after may rely on.

Every row keeps where it was read (`file` relative to exports/, `sheet` or "", `row` counted from 1 as a spreadsheet
does), so that a message can name the cell. A missing number is NaN, never 0. Dates are `datetime64[us]` at midnight
without a zone (calendar days); moments are `datetime64[us, <client's zone>]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from report_gen.wording import Say, told

COUNTERS = ("impressions", "views", "likes", "comments", "saves", "shares", "new_followers")
DAILY_METRICS = (*COUNTERS, "lost_followers", "profile_visits", "notes_published")
PAID_METRICS = ("spend", "impressions", "clicks", "likes", "comments", "saves", "shares", "new_followers")
CREATOR_METRICS = ("impressions", "views", "likes", "comments", "saves", "shares", "paid_impressions", "paid_views")

TEXT, NUMBER, DAY, MOMENT = "string", "float64", "day", "moment"
_WHERE = {"file": TEXT, "sheet": TEXT, "row": NUMBER}

COLUMNS: dict[str, dict[str, str]] = {
    # One row per account, note and capture. Counters are cumulative since publication.
    "note_snapshots": {
        "account": TEXT, "note": TEXT, "note_id": TEXT, "captured_at": MOMENT, "captured_on": DAY, "title": TEXT,
        "published_at": MOMENT, "format": TEXT, **dict.fromkeys(COUNTERS, NUMBER),
        "cover_click_rate": NUMBER, "watch_seconds": NUMBER, **_WHERE,
    },
    # One row per account, date and metric, the value from the latest capture. Long, because each value has its own source.
    "account_daily": {
        "account": TEXT, "date": DAY, "metric": TEXT, "value": NUMBER, "captured_at": MOMENT, **_WHERE,
    },
    # One row per reading of a keyword; rank NaN = looked for and not found.
    "keyword_ranks": {"keyword": TEXT, "date": DAY, "rank": NUMBER, "note": TEXT, **_WHERE},
    # One row per destination and date (and source and note, where the table has them). Exports that say one number for
    # several days have `until` after `date`, both included; `kind` is the export's kind, since two that count the same
    # visits are never added.
    "clicks": {
        "destination": TEXT, "date": DAY, "until": DAY, "clicks": NUMBER, "source": TEXT, "note": TEXT, "kind": TEXT,
        **_WHERE,
    },
    # One row per report, entity and date, from the newest file. `level` is the report that it comes from: note, creative
    # or keyword. The three describe the same money and are never added. Spend is in yuan.
    "paid_daily": {
        "account": TEXT, "level": TEXT, "entity": TEXT, "note": TEXT, "date": DAY,
        **dict.fromkeys(PAID_METRICS, NUMBER), **_WHERE,
    },
    # One row per collaboration (a creator's note) and capture. Counters are cumulative since publication; `fee` is what it
    # cost in yuan, service included.
    "creator_snapshots": {
        "account": TEXT, "creator": TEXT, "note": TEXT, "captured_at": MOMENT, "captured_on": DAY, "title": TEXT,
        "published_on": DAY, "format": TEXT, "followers": NUMBER, "fee": NUMBER,
        **dict.fromkeys(CREATOR_METRICS, NUMBER), **_WHERE,
    },
}  # fmt: skip


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Frozen):
    """A file that was read. `captured_at` is an ISO moment in the client's zone, None where the kind has none."""

    file: str
    kind: str
    sha256: str
    rows: int
    captured_at: str | None


Severity = Literal["info", "warning", "error"]


class Quality(Frozen):
    """Something about the data that a reader of the numbers should know; `file` and `row` where it was seen, `advice` what
    to do about it. Every warning has advice; a remark may need none. `messages` and `advices` are the two in each language."""

    code: str
    severity: Severity
    message: str
    file: str | None = None
    row: int | None = None
    advice: str | None = None
    messages: dict[str, str] = Field(default_factory=dict)
    advices: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def told(
        cls,
        code: str,
        severity: Severity,
        say: Say,
        advise: Say | None = None,
        file: str | None = None,
        row: int | None = None,
    ) -> Quality:
        """With its message and advice in every language."""
        messages, advices = told(say), told(advise) if advise else {}
        return cls(
            code=code,
            severity=severity,
            message=messages["en"],
            file=file,
            row=row,
            advice=advices.get("en"),
            messages=messages,
            advices=advices,
        )

    def message_in(self, language: str) -> str:
        """What was found; in English where it was never said in that language, as in a month approved long ago."""
        return self.messages.get(language, self.message)

    def advice_in(self, language: str) -> str:
        return self.advices.get(language, self.advice or "")


class Tables(BaseModel):
    """All of a client's exports, read and checked. Frozen; frames are not to be changed in place.

    places: where a sheet's columns stand, by (file, sheet): the canonical name → as a person finds it, `I (收藏)`.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    note_snapshots: pd.DataFrame
    account_daily: pd.DataFrame
    keyword_ranks: pd.DataFrame
    clicks: pd.DataFrame
    paid_daily: pd.DataFrame
    creator_snapshots: pd.DataFrame
    places: dict[tuple[str, str], dict[str, str]] = {}
    note_tags: dict[str, dict[str, str]] = {}
    sources: tuple[Source, ...] = ()
    quality: tuple[Quality, ...] = ()


def empty(name: str, zone: str) -> pd.DataFrame:
    """The table without rows, with its columns and types."""
    return conform(pd.DataFrame(columns=list(COLUMNS[name])), name, zone)


def conform(frame: pd.DataFrame, name: str, zone: str) -> pd.DataFrame:
    """The frame with exactly the table's columns, in order and typed; what can't be typed raises (a reader's fault)."""
    columns = COLUMNS[name]
    unknown = [c for c in frame.columns if c not in columns]
    if unknown:
        raise TypeError(f"{name}: no such columns: {unknown}")
    return pd.DataFrame({c: _typed(frame.get(c), kind, zone, frame.index) for c, kind in columns.items()})


def gather(frames: Iterable[pd.DataFrame], name: str, zone: str) -> pd.DataFrame:
    """All frames of one table, conformed, one below the other."""
    conformed = [conform(frame, name, zone) for frame in frames if len(frame)]
    return pd.concat(conformed, ignore_index=True) if conformed else empty(name, zone)


def _typed(column: pd.Series | None, kind: str, zone: str, index: pd.Index) -> pd.Series:
    if column is None:
        column = pd.Series(pd.NA if kind == TEXT else None, index=index, dtype="object")
    if kind == TEXT:
        return column.astype("string").fillna("")
    if kind == NUMBER:
        return pd.to_numeric(column).astype("float64")
    if kind == DAY:
        return pd.to_datetime(column).astype("datetime64[us]")
    moments: pd.Series = pd.to_datetime(column, utc=True).dt.tz_convert(zone).dt.as_unit("us")
    return moments
