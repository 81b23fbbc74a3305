"""The files that the month was made from."""

from __future__ import annotations

from report_gen.explain._explain import report_data
from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._trace import Trace

SECTIONS = ("sources",)
HOW = {
    "file": "The file's path below exports/.",
    "kind": "What its content was recognised as.",
    "sha256": "The fingerprint of the file's bytes: another version of the file has another one.",
    "rows": "Data rows that were read from the file, without headers, totals and second sections. Where exports overlap, a "
    "later file may have replaced some.",
    "captured_at": "When it was exported: the stamp inside the workbook, else the date in its name or its folder's.",
}
TABLES = ("note_snapshots", "account_daily", "keyword_ranks", "clicks", "paid_daily", "creator_snapshots")


def trace(path: Path, month: Month) -> Trace:
    """As the file was read; its terms say how many of its rows stand today, in all months, after later files."""
    _, name, field = path
    told = month.told.sources[list(report_data(month)["sources"]).index(name)]
    source = next(one for one in month.tables.sources if (one.file, one.kind) == (told.file, told.kind))
    return Trace(field, getattr(source, field), HOW[field], _standing(month, told.file) if field == "rows" else ())


def _standing(month: Month, file: str) -> tuple[Trace, ...]:
    counts = {name: int((getattr(month.tables, name)["file"] == file).sum()) for name in TABLES}
    return tuple(Trace(name, n, "Rows of it that count today.") for name, n in counts.items() if n)
