"""What a reader is told, and what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from report_gen.errors import ExportError, UndatedError
from report_gen.readers._capture import named_period
from report_gen.readers._records import Dropped
from report_gen.tables import Quality
from report_gen.wording import Say, Wording

Columns = Mapping[str, Sequence[Any]]  # a table as equally long columns by name

plural = Wording().plural
# Columns that a reader may deliver beside the table's own, for putting files together; they end there.
INNER = {
    "note_snapshots": ("to_the_minute",),
    "clicks": ("account", "exported"),
    "creator_snapshots": ("creator_id", "exported"),
    "paid_daily": ("name", "exported"),
}


@dataclass(frozen=True)
class Context:
    """What a reader has to know about the file around its sheet."""

    file: str
    account: str
    zone: ZoneInfo
    captured_at: dt.datetime | None

    def captured(self) -> dt.datetime:
        """When the file was exported, in the client's zone; for kinds whose numbers hold as of a moment."""
        if self.captured_at is None:
            raise UndatedError(
                f"{self.file}: when was it exported? Neither the file nor its name says so. Put the date into its name or "
                "the name of its folder, as in 2026-11-01/."
            )
        return self.captured_at

    def period(self) -> tuple[dt.date, dt.date]:
        """The first and last day that the file sums up, for kinds that don't say so themselves."""
        named = named_period(self.file)
        if named is None:
            raise ExportError(
                f"{self.file}: which days does it sum up? The file doesn't say. Put the first and the last day into its name, as "
                "in 2026-09-01_2026-09-30, or put it into a folder of its month, as in 2026-09/."
            )
        return named


@dataclass(frozen=True)
class Reading:
    """The rows of a sheet by canonical table, and what there is to say about them."""

    tables: Mapping[str, Columns]
    rows: int
    dropped: Dropped = field(default_factory=Dropped)
    problems: tuple[str, ...] = ()
    quality: tuple[Quality, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)  # canonical column → `I (收藏)`; see `Records.columns`


def warning(code: str, message: Say, file: str | None, row: int | None = None, advice: Say | None = None) -> Quality:
    """Something about the data that makes a number less certain; `advice` says what to do about it."""
    return Quality.told(code, "warning", message, advice, file, row)


def info(
    code: str, message: Say, file: str | None = None, row: int | None = None, advice: Say | None = None
) -> Quality:
    """Something that was done with the data, as it should be."""
    return Quality.told(code, "info", message, advice, file, row)
