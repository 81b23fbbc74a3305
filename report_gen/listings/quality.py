"""What is odd about the data? What the checks found, what to do about it, and the file and row where it was seen.

Problems stand on the page; remarks are folded away.
"""

from __future__ import annotations

from collections import Counter

from report_gen import escape
from report_gen.figures import Column, Line, Listing, Table
from report_gen.listings._cells import pick
from report_gen.story import Story
from report_gen.tables import Quality
from report_gen.wording import Wording, noop

PARTIAL = "quality"  # problems as a list, remarks in a fold
SHEET = noop("Data quality")
_ORDER = ("error", "warning", "info")


def listing(story: Story) -> Listing | None:
    w, found = story.wording, sorted(story.report.quality, key=lambda q: _ORDER.index(q.severity))
    if not found:
        return None
    columns = (
        Column("severity", w.text("Severity")),
        Column("message", w.text("What was found")),
        Column("advice", w.text("What to do")),
        Column("file", w.text("File")),
        Column("row", w.text("Row"), "count"),
        Column("code", w.text("Code")),
    )
    rows = (
        (_weight(w, q), escape.clean(q.message_in(w.language)), q.advice_in(w.language), q.file, q.row, q.code)
        for q in found
    )
    return Listing(
        title=_title(w, found),
        subtitle=w.text("What the checks of the exports found; none of it was changed"),
        table=Table(columns, tuple(rows)),
        shown=pick(columns, "message", "advice"),
        lines=tuple(_line(w, run) for run in _runs([q for q in found if not _stands_elsewhere(story, q)])),
    )


def _weight(w: Wording, found: Quality) -> str:
    names = {"error": w.text("error"), "warning": w.text("warning"), "info": w.text("remark")}
    return names[found.severity]


def _stands_elsewhere(story: Story, found: Quality) -> bool:
    """Totals that agree have a table of their own on the page; the CSV has the line."""
    return found.severity == "info" and found.code == "totals_reconciled" and bool(story.report.reconciliation)


def _runs(found: list[Quality]) -> list[list[Quality]]:
    """Neighbours that ask for the same are told together."""
    runs: list[list[Quality]] = []
    for q in found:
        if runs and q.advice and (q.severity, q.advice) == (runs[-1][0].severity, runs[-1][0].advice):
            runs[-1].append(q)
        else:
            runs.append([q])
    return runs


def _line(w: Wording, run: list[Quality]) -> Line:
    """The cells of a line: advice, severity (one of `_ORDER`), and in lines the messages and their places."""
    messages, places = [escape.clean(q.message_in(w.language)) for q in run], [_place(w, q) for q in run]
    advice = escape.clean(run[0].advice_in(w.language))
    own = {"message": "\n".join(messages), "place": "\n".join(places)}
    return Line(own | {"advice": advice, "severity": run[0].severity, "count": str(len(run))})


def _place(w: Wording, found: Quality) -> str:
    file, row = escape.clean(found.file or ""), found.row
    return w.text("{file}, row {row}", file=file, row=w.count(row)) if file and row else file


def _title(w: Wording, found: list[Quality]) -> str:
    count = Counter(q.severity for q in found)
    said = [
        w.plural("{n} error", "{n} errors", count["error"]) if count["error"] else "",
        w.plural("{n} warning", "{n} warnings", count["warning"]) if count["warning"] else "",
    ]
    problems = [part for part in said if part]
    return (
        w.text("{problems} on the data", problems=w.listed(problems)) if problems else w.text("No warnings on the data")
    )
