"""Of all who see a note in their feed, how many open it, keep it, and go on? Four counts on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Funnel")
METRICS = ("impressions", "views", "saves", "click_throughs")


@dataclass(frozen=True)
class Step:
    metric: str
    name: str
    value: float
    per_impression: float | None
    before: float | None


def figure(story: Story) -> Figure | None:
    """None without impressions, or with nothing to hold against them."""
    steps = _steps(story)
    if len(steps) < 2 or steps[0].metric != "impressions" or steps[0].value <= 0:
        return None
    w = story.wording
    of_each = w.series(f"{step.name} {w.count(step.value)}" for step in steps)
    return Figure(
        title=_title(story, steps),
        subtitle=w.text("Counts of {month} on one scale, and per 100 impressions", month=words.this_month(story)),
        description=w.text(
            "From impressions to click-throughs in {month}: {steps}.", month=words.this_month(story), steps=of_each
        ),
        table=_table(story, steps),
        draw=partial(_draw, story, steps),
        note=w.text("Events, not people: one reader may view twice."),
    )


def _steps(story: Story) -> list[Step]:
    w = story.wording
    names = {
        "impressions": w.text("Impressions"), "views": w.text("Views"), "saves": w.text("Saves"),
        "click_throughs": w.text("Click-throughs"),
    }  # fmt: skip
    impressions = story.report.value("impressions")
    found = []
    for metric in METRICS:
        headline = story.report.headline.get(metric)
        if headline is not None and headline.value is not None:
            part = headline.value / impressions if impressions else None
            found.append(Step(metric, names[metric], headline.value, part, headline.previous))
    return found


def _title(story: Story, steps: list[Step]) -> str:
    """In whole events per 1,000 impressions, since nobody pictures 1.6 %."""
    w = story.wording
    parts = []
    for step in steps[1:]:
        n = (step.per_impression or 0) * 1000
        if step.metric == "views":
            parts.append(w.plural("{n} view", "{n} views", round(n)))
        elif step.metric == "saves":
            parts.append(w.plural("{n} save", "{n} saves", round(n)))
        else:
            parts.append(w.plural("{n} click-through", "{n} click-throughs", round(n)))
    return w.text("1,000 impressions brought {parts}", parts=w.listed(parts))


def _table(story: Story, steps: list[Step]) -> Table:
    w = story.wording
    columns = (
        Column("metric", w.text("Step")),
        Column("value", w.text("Count"), "count"),
        Column("per_impression", w.text("Per impression"), "rate"),
        Column("previous", w.text("Month before"), "count"),
    )
    return Table(columns, tuple((step.name, step.value, step.per_impression, step.before) for step in steps))


def _draw(story: Story, steps: list[Step], canvas: Canvas) -> look.Picture:
    w = story.wording
    counts = [w.count(step.value) for step in steps]
    subs = ["" if step.metric == "impressions" else w.text("{rate} per 100", rate=w.number((step.per_impression or 0) * 100))
            for step in steps]  # fmt: skip
    left = 0 if canvas.is_narrow else max(fit.width(text, bold=True) for text in (*(s.name for s in steps), *subs)) + 16
    right = max(fit.width(text, 15, bold=True) for text in counts) + 14
    height, row = look.height(canvas, 58, 58, paper=48), 0.2 if canvas.is_narrow else 0.24
    widest = max(step.value for step in steps)
    margin = look.Margin(left, right, 4, 4)
    plane = look.Plane(
        canvas.width, len(steps) * height + 8, margin, look.Axis(0, widest), look.Axis(0, len(steps)), near="y"
    )
    rows = [
        {"x": 0, "x2": step.value, "y": len(steps) - n - 0.5 - row, "y2": len(steps) - n - 0.5 + row,
         "tip": f"{step.name}: {count}"}
        for n, (step, count) in enumerate(zip(steps, counts, strict=True))
    ]  # fmt: skip
    kept = [row for row, step in zip(rows, steps, strict=True) if step.metric == "saves"]
    others = [row for row in rows if row not in kept]
    return plane.chart(
        *([] if canvas.is_narrow else [plane.rules([{"x": 0}], look.RULE)]),
        plane.bars(others, look.RULE),
        *([plane.bars(kept, look.BRAND)] if kept else []),
        *_texts(plane, steps, counts, subs, narrow=canvas.is_narrow),
    )


def _texts(
    plane: look.Plane, steps: list[Step], counts: list[str], subs: list[str], *, narrow: bool
) -> list[look.Layer]:
    """Counts at the end of the bars; names beside them, or on a phone above them."""
    names: list[fit.Row] = []
    small: list[fit.Row] = []
    ends: list[fit.Row] = []
    for n, step in enumerate(steps):
        middle = plane.py(len(steps) - n - 0.5)
        ends.append({"px": plane.px(step.value) + 8, "py": middle, "text": counts[n]})
        if narrow:
            names.append({"px": 0, "py": middle - 21, "text": step.name})
            small.append({"px": fit.width(step.name, bold=True) + 10, "py": middle - 21, "text": subs[n]})
        else:
            names.append({"px": -plane.margin.left, "py": middle - (9 if subs[n] else 0), "text": step.name})
            small.append({"px": -plane.margin.left, "py": middle + 9, "text": subs[n]})
    return [
        plane.texts(names, look.INK, fontWeight=700),
        plane.texts([row for row in small if row["text"]]),
        plane.texts(ends, look.INK, fontWeight=700, fontSize=15),
    ]
