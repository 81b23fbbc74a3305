"""What else moved? Figures that stand around the goals and are none."""

from __future__ import annotations

from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import lines, pick
from report_gen.listings._notes import metric_word
from report_gen.story import Story

METRICS = ("impressions", "views", "likes", "shares", "new_followers")


def listing(story: Story) -> Listing | None:
    w, headline = story.wording, story.report.headline
    present = [(m, headline[m]) for m in METRICS if m in headline and headline[m].value is not None]
    if not present:
        return None
    columns = (
        Column("metric", w.text("Metric")),
        Column("figure", w.text("Figure")),
        Column("value", w.month_name(story.report.month), "count"),
        Column("previous", w.text("Before"), "count"),
        Column("change", w.text("Change"), "change"),
    )
    rows = tuple((m, metric_word(w, m), number.value, number.previous, number.change) for m, number in present)
    data = Table(columns, rows)
    return Listing(
        title=w.text("Context"),
        subtitle=w.text("Not goals: they move for many reasons."),
        table=data,
        shown=pick(columns, "figure", "value", *(["change"] if any(n.change is not None for _, n in present) else [])),
        lines=tuple(lines(w, data)),
        quiet=True,
    )
