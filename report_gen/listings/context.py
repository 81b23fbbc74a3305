"""What else moved? Figures that stand around the goals and are none."""

from __future__ import annotations

from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import lines, pick
from report_gen.listings._notes import metric_word
from report_gen.significance import basis_changed
from report_gen.story import Story
from report_gen.wording import noop

SHEET = noop("Context")
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
    # A change of source is no change of the count.
    changes = {m: None if basis_changed(number) else number.change for m, number in present}
    rows = tuple((m, metric_word(w, m), number.value, number.previous, changes[m]) for m, number in present)
    data = Table(columns, rows)
    return Listing(
        title=w.text("Context"),
        subtitle=w.text("Not goals: they move for many reasons."),
        table=data,
        shown=pick(columns, "figure", "value", *(["change"] if any(c is not None for c in changes.values()) else [])),
        lines=tuple(lines(w, data)),
        quiet=True,
    )
