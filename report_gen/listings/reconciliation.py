"""Do the daily trends and the notes tell the same? The month's totals by both, and what makes them differ."""

from __future__ import annotations

from dataclasses import replace

from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import lines, pick
from report_gen.listings._notes import metric_word
from report_gen.report import Reconciliation
from report_gen.story import Story
from report_gen.wording import MISSING, Wording, noop

SHEET = noop("Reconciliation")
_MEANINGS = {
    "difference": noop("Difference: trends less notes."),
    "by_dates": noop("Capture dates: days by which note lists were captured before or after the month’s edges."),
    "by_notes": noop("Deleted notes: the least that they earned."),
    "rest": noop("The rest: hours of the capture day, and what deleted notes earned after they were last seen."),
}
PARTS = tuple(_MEANINGS)


def listing(story: Story) -> Listing | None:
    w, found = story.wording, story.report.reconciliation
    if not found:
        return None
    data = _table(w, found)
    parts = [part for part in PARTS if any(getattr(one, part) for one in found)]  # a column of zeros tells nothing
    return Listing(
        title=_title(w, found),
        subtitle=w.text("The same totals by the daily trends and by the notes; the report uses the daily trends"),
        table=data,
        shown=pick(data.columns, "figure", "daily", "notes", *parts),
        lines=tuple(
            replace(line, cells=line.cells | {part: _signed(w, getattr(one, part)) for part in PARTS})
            for line, one in zip(lines(w, data), found, strict=True)
        ),
        key="difference" if parts else "",
        extra=tuple(part for part in ("by_dates", "by_notes") if part in parts),
        note=_note(w, found, parts),
        folded=not parts,  # where both agree there is nothing to read
    )


def _table(w: Wording, found: tuple[Reconciliation, ...]) -> Table:
    columns = (
        Column("metric", w.text("Metric")),
        Column("figure", w.text("Figure")),
        Column("daily", w.text("Daily trends"), "count"),
        Column("notes", w.text("Notes"), "count"),
        Column("difference", w.text("Difference"), "count"),
        Column("by_dates", w.text("By capture dates"), "count"),
        Column("by_notes", w.text("By deleted notes"), "count"),
        Column("rest", w.text("Rest"), "count"),
        Column("unread_at_most", w.text("Of notes not read before, at most"), "count"),
    )
    return Table(
        columns,
        tuple(
            (r.metric, metric_word(w, r.metric), r.daily, r.notes, r.difference, r.by_dates, r.by_notes, r.rest,
             r.unread_at_most)
            for r in found
        ),
    )  # fmt: skip


def _signed(w: Wording, value: int | None) -> str:
    return MISSING if value is None else w.difference(value, 0)


def _title(w: Wording, found: tuple[Reconciliation, ...]) -> str:
    """The largest difference, as a part of the larger of its two totals."""
    most = max(found, key=_apart)
    if not any(one.difference for one in found):
        return w.text("Daily trends and notes agree exactly")
    if round(_apart(most), 2) <= 0.01:
        return w.text("Daily trends and notes agree within {apart}", apart=w.share(max(_apart(most), 0.01)))
    return w.text(
        "Daily trends and notes differ by up to {apart} ({metric})",
        apart=w.share(_apart(most)), metric=metric_word(w, most.metric),
    )  # fmt: skip


def _apart(found: Reconciliation) -> float:
    larger = max(found.daily, found.notes)
    return abs(found.difference) / larger if larger > 0 else 0.0


def _note(w: Wording, found: tuple[Reconciliation, ...], parts: list[str]) -> str:
    """What the columns mean that are there."""
    said = [w.text(_MEANINGS[part]) for part in parts]
    if parts and any(one.unread_at_most for one in found):
        said.append(w.text("Notes that the opening list lacks may hold some of it: see the CSV."))
    return w.joined(said)
