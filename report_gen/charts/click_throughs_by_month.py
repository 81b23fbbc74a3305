"""Do more readers go on to the profile or the store than before, and than was asked for?"""

from __future__ import annotations

from functools import partial

import altair as alt

from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Figure
from report_gen.story import Story
from report_gen.wording import Wording

SHAPE = "half"
METRIC = "click_throughs"


def figure(story: Story) -> Figure | None:
    told = months.history(story, METRIC)
    if told is None or not told.past:
        return None
    w, target = story.wording, story.report.headline[METRIC].target
    low, high = min(p.value or 0 for p in told.past), max(p.value or 0 for p in told.past)
    said = w.text("Click-throughs by month: {value} in {month}; between {low} and {high} in the months before.",
                  value=w.count(told.now.value), month=w.month(told.now.month), low=w.count(low), high=w.count(high))  # fmt: skip
    aim = w.text("Target: {target}.", target=w.count(target)) if target is not None else ""
    return Figure(
        title=_title(story, told),
        subtitle=w.text("Click-throughs by month, all destinations"),
        description=f"{said} {aim}".strip(),
        table=months.table(told, story, w.text("Click-throughs"), "count"),
        draw=partial(_draw, story, told),
        note=w.text(
            "Destinations: {names}.", names=w.listed([words.destination(w, d.name) for d in story.report.destinations])
        ),
    )


def _title(story: Story, told: months.History) -> str:
    w, headline = story.wording, story.report.headline[METRIC]
    value = told.now.value or 0
    values = {"value": w.count(value), "month": words.this_month(story)}
    if headline.target is not None and not story.report.coverage.partial:
        values["target"] = w.count(headline.target)
        if value >= headline.target:
            return w.text("{month} met its target of {target}", **values)
        return w.text("{month} missed its target by {lack}", lack=w.count(headline.target - value), **values)
    if story.report.coverage.partial:
        return w.text("{value} click-throughs so far in {month}", **values)
    if headline.change is None or story.before is None:
        return w.text("{value} click-throughs in {month}", **values)
    return w.text(
        "{value} click-throughs in {month}, {change} on {before}",
        change=w.change(headline.change), before=words.month_before(story), **values,
    )  # fmt: skip


def _draw(story: Story, told: months.History, canvas: Canvas) -> alt.LayerChart:
    w, target = story.wording, story.report.headline[METRIC].target
    top = max([point.value or 0 for point in told.known] + [target or 0])
    y = look.from_zero(top, partial(words.count_ticks, w), whole=True)
    room = 8 if target is None else max(fit.width(w.text("Target")), fit.width(w.count(target))) + _over(w, told) + 6
    height = look.height(canvas, 290, 220, paper=190)
    plane = months.plane(told, canvas, w, y, look.Margin(right=room, top=22), height, bars=True)
    rows = [
        {
            "x": p.x - 0.3,
            "x2": p.x + 0.3,
            "y": 0,
            "y2": max(p.value or 0, 0),
            "tip": w.pair(w.month(p.month), w.count(p.value)),
        }
        for p in told.known
    ]
    return plane.chart(
        *plane.grid(),
        plane.bars(rows[:-1], look.RULE),
        plane.bars(rows[-1:], look.BRAND),
        *_goal(story, plane, told, target),
        *_values(story, plane, told),
    )


def _over(w: Wording, told: months.History) -> float:
    """How far this month's value may reach over its bar into the margin, where the target is named."""
    return fit.width(w.count(told.now.value), bold=True) / 2


def _goal(story: Story, plane: look.Plane, told: months.History, target: float | None) -> list[look.Layer]:
    """The dotted line crosses the bars, so its label stands in the margin, in two lines."""
    if target is None:
        return []
    w, px, py = story.wording, plane.across + 4 + _over(story.wording, told), plane.py(target)
    rows = [{"px": px, "py": py - 7, "text": w.text("Target")}, {"px": px, "py": py + 9, "text": w.count(target)}]
    return [*months.target_line(plane, target), plane.texts(rows, look.INK2)]


def _values(story: Story, plane: look.Plane, told: months.History) -> list[look.Layer]:
    """This month's value over its bar, and the others' where they have room."""
    texts = [
        {"px": plane.px(p.x), "py": plane.py(max(p.value or 0, 0)) - 10, "text": story.wording.count(p.value)}
        for p in told.known
    ]
    room = plane.px(1) - plane.px(0)
    roomy = all(fit.width(str(row["text"])) + 6 < room for row in texts)
    last = plane.haloed(texts[-1:], look.BRAND, align="center", fontWeight=700)
    return [*(plane.haloed(texts[:-1], align="center") if roomy else []), *last]
