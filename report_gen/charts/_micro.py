"""Micro-charts under the four signals: no text, so that they may stretch with their column."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Figure, Kind
from report_gen.story import Story

HEIGHT = 60
Drawn = Callable[[Story, months.History, Canvas], look.Picture]


def bars(story: Story, metric: str, label: str) -> Figure | None:
    """Counts by month, from zero; this month in brand; the target dotted."""
    return _figure(story, metric, label, "count", _draw_bars)


def line(story: Story, metric: str, label: str) -> Figure | None:
    """An index by month, over the range of the six months before."""
    return _figure(story, metric, label, "number", _draw_line)


def _figure(story: Story, metric: str, label: str, kind: Kind, draw: Drawn) -> Figure | None:
    told = months.history(story, metric)
    if told is None or not told.past:
        return None
    w = story.wording
    shown = w.count if kind == "count" else w.number
    values = {"label": label, "value": shown(told.now.value), "month": words.this_month(story)}
    first, target = told.known[0], story.report.headline[metric].target
    said = [
        w.text("{label} by month: {value} in {month}, from {low} to {high} in the months before.", **values,
               low=shown(min(p.value or 0 for p in told.past)), high=shown(max(p.value or 0 for p in told.past))),
        w.text("Target: {target}.", target=shown(target)) if target is not None else "",
    ]  # fmt: skip
    return Figure(
        title=w.text("{label}: {value} in {month}", **values),
        subtitle=w.text("By month since {month}", month=w.month(first.month)),
        description=w.joined(said),
        table=months.table(told, story, label, kind),
        draw=partial(draw, story, told),
    )


def _plane(told: months.History, canvas: Canvas, low: float, high: float) -> look.Plane:
    side = look.Margin(left=0, right=0, top=6, bottom=2)
    x, y = look.Axis(-0.6, len(told.points) - 0.4), look.Axis(low, high)
    return look.Plane(canvas.width, HEIGHT, side, x, y, near="x")


def _draw_bars(story: Story, told: months.History, canvas: Canvas) -> look.Picture:
    target = story.report.headline[told.metric].target
    plane = _plane(told, canvas, 0, max([p.value or 0 for p in told.known] + [target or 0, 1]))
    tips = [
        {"x": p.x - 0.31, "x2": p.x + 0.31, "y": 0, "y2": max(p.value or 0, 0),
         "tip": story.wording.pair(story.wording.month(p.month), story.wording.count(p.value))}
        for p in told.known
    ]  # fmt: skip
    foot = plane.rules([{"y": 0}], look.RULE)
    return plane.chart(
        plane.bars(tips[:-1], look.RULE), plane.bars(tips[-1:], look.BRAND), *months.target_line(plane, target), foot
    )


def _draw_line(story: Story, told: months.History, canvas: Canvas) -> look.Picture:
    w, limits = story.wording, months.usual(story, told.metric)
    values = [point.value or 0 for point in told.known]
    reach = max(values) - min(values) or 1
    plane = _plane(told, canvas, max(0, min(values) - reach * 0.15), max(values) + reach * 0.1)
    return plane.chart(
        *months.usual_band(plane, told, limits),
        *months.course(plane, told, lambda p: w.pair(w.month(p.month), w.number(p.value))),
    )
