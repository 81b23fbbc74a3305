"""Which files do the numbers come from? Each export with when it was captured and its fingerprint."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from report_gen import escape
from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import lines, pick
from report_gen.story import Story
from report_gen.tables import Source
from report_gen.wording import Wording, noop

SHEET = noop("Sources")


def listing(story: Story) -> Listing | None:
    w, sources = story.wording, story.report.sources
    if not sources:
        return None
    data = _table(w, sources)
    return Listing(
        title=_title(w, sources),
        subtitle=w.text("Files as downloaded; the fingerprint (SHA-256) tells one version of a file from another"),
        table=data,
        shown=pick(data.columns, "file", "kind", "captured_on", "rows", "sha256"),
        lines=tuple(
            replace(line, cells=line.cells | {"kind": _kind(w, source.kind), "sha256": source.sha256[:12]})
            for line, source in zip(lines(w, data), sources, strict=True)
        ),
        extra=("kind", "rows", "sha256"),
        folded=True,
    )


def _table(w: Wording, sources: tuple[Source, ...]) -> Table:
    columns = (
        Column("file", w.text("File")),
        Column("kind", w.text("Kind")),
        Column("captured_on", w.text("Captured"), "date"),
        Column("captured_at", w.text("Captured at")),
        Column("rows", w.text("Rows"), "count"),
        Column("sha256", w.text("Fingerprint")),
    )
    rows = tuple((escape.clean(s.file), s.kind, _day(s), s.captured_at, s.rows, s.sha256) for s in sources)
    return Table(columns, rows)


def _day(source: Source) -> dt.date | None:
    return dt.datetime.fromisoformat(source.captured_at).date() if source.captured_at else None


def _kind(w: Wording, kind: str) -> str:
    words = {
        "note_list": w.text("note list"),
        "account_trends": w.text("account trends"),
        "keyword_ranks": w.text("keyword ranks"),
        "clicks": w.text("clicks"),
        "landing_pages": w.text("landing pages"),
        "store_notes": w.text("store notes"),
        "paid": w.text("advertising"),
        "creators": w.text("collaborations"),
    }
    return words.get(kind, kind.replace("_", " "))


def _title(w: Wording, sources: tuple[Source, ...]) -> str:
    days = [day for source in sources if (day := _day(source))]
    if not days:
        return w.plural("The numbers come from one file", "The numbers come from {n} files", len(sources))
    return w.plural(
        "The numbers come from one file, captured on {last}",
        "The numbers come from {n} files, the last captured on {last}",
        len(sources), last=w.day(max(days)),
    )  # fmt: skip
