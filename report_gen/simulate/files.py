"""What the writers of export files share: UTC, spreadsheets' dates, CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from report_gen.simulate.workbook import Cell

UTC_OFFSET = dt.timedelta(hours=8)  # China and Singapore agree

_EPOCH = dt.datetime.fromisoformat("1899-12-30")


def serial(moment: dt.datetime) -> float:
    """A moment as spreadsheets store it: days since 30 December 1899."""
    return (moment - _EPOCH) / dt.timedelta(days=1)


def write_csv(path: Path, rows: Sequence[Sequence[Cell]], encoding: str, delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return write_text(path, out.getvalue(), encoding)


def write_text(path: Path, text: str, encoding: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path
