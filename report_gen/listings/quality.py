"""What is odd about the data? What the checks found, with the file and row where it was seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from report_gen import escape
from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import lines, pick
from report_gen.story import Story
from report_gen.tables import Quality
from report_gen.wording import Wording

_ORDER = ("error", "warning", "info")


def listing(story: Story) -> Listing | None:
    w, found = story.wording, sorted(story.report.quality, key=lambda q: _ORDER.index(q.severity))
    if not found:
        return None
    columns = (
        Column("severity", w.text("Weight")),
        Column("message", w.text("What was found")),
        Column("file", w.text("File")),
        Column("row", w.text("Row"), "count"),
        Column("code", w.text("Code")),
    )
    data = Table(columns, tuple((q.severity, escape.clean(q.message), q.file, q.row, q.code) for q in found))
    return Listing(
        title=_title(w, found),
        subtitle=w.text("What the checks of the exports found; none of it was changed"),
        table=data,
        shown=pick(columns, "message", "severity", "file", "row"),
        lines=tuple(
            replace(line, cells=line.cells | {"severity": _severity(w, q.severity), "file": escape.clean(q.file or "")})
            for line, q in zip(lines(w, data), found, strict=True)
        ),
        extra=("file", "row"),
    )


def _severity(w: Wording, severity: str) -> str:
    return {"error": w.text("error"), "warning": w.text("warning"), "info": w.text("remark")}[severity]


def _title(w: Wording, found: list[Quality]) -> str:
    count = Counter(q.severity for q in found)
    said = [
        w.plural("{n} error", "{n} errors", count["error"]) if count["error"] else "",
        w.plural("{n} warning", "{n} warnings", count["warning"]) if count["warning"] else "",
        w.plural("{n} remark", "{n} remarks", count["info"]) if count["info"] else "",
    ]
    return w.text("{problems} on the data", problems=w.listed([part for part in said if part]))
