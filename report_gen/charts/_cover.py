"""The PDF's cover: thirteen months of save rate as one line over the brand's own field, from margin to margin."""

from __future__ import annotations

from functools import partial

from report_gen import theme
from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Figure
from report_gen.story import Story

HEIGHT = 520  # beside a width of 855, at which charts are drawn for paper
SIZE = 19  # printed at 0.77 of it


def figure(story: Story) -> Figure | None:
    """None in a first month: one dot is no line. Drawn for `Canvas` PAPER; its colours are those of the field, not of charts."""
    told = months.history(story, "save_rate")
    if told is None or not told.past:
        return None
    w, first = story.wording, told.known[0]
    said = w.text("Save rate by month: {from_} in {first}, {to} in {last}.", from_=words.rate(w, first.value),
                  first=w.month(first.month), to=words.rate(w, told.now.value), last=w.month(told.now.month))  # fmt: skip
    return Figure(
        title=w.text("Save rate, {first} to {last}", first=w.month(first.month), last=w.month(told.now.month)),
        subtitle="",
        description=said,
        table=months.table(told, story, w.text("Save rate"), intervals=True),
        draw=partial(_draw, story, told, theme.ink_on(story.look.brand)),
    )


def _draw(story: Story, told: months.History, ink: str, canvas: Canvas) -> look.Picture:
    target = story.report.headline["save_rate"].target
    values = [point.value or 0 for point in told.known] + ([target] if target is not None else [])
    reach = max(values) - min(values) or max(values) or 1
    # Not from zero: a line without an axis shows a course, and the cover has no room for the empty part below it.
    y = look.Axis(max(0, min(values) - reach * 0.45), max(values) + reach * 0.05)
    side = look.Margin(left=6, right=14, top=40, bottom=44)
    plane = look.Plane(canvas.width, HEIGHT, side, look.Axis(0, max(len(told.points) - 1, 1)), y)
    line = [{"x": point.x, "y": point.value} for point in told.points]
    return plane.chart(
        *_target(story, plane, told, ink),
        plane.line(line, ink, 5),
        plane.dots([{"x": told.now.x, "y": told.now.value}], ink, 620),
        *_events(plane, told, ink),
        *_months(story, plane, told, ink),
    )


def _target(story: Story, plane: look.Plane, told: months.History, ink: str) -> list[look.Layer]:
    target = story.report.headline["save_rate"].target
    if target is None:
        return []
    text = story.wording.text("Target {target}", target=words.rate(story.wording, target))
    y, room = plane.py(target), fit.width(text, SIZE)
    course = fit.along([(plane.px(point.x), plane.py(point.value or 0)) for point in told.known])
    lefts = range(0, max(1, int(plane.across - room)), 12)
    px, py = fit.clearest([(float(left), y + side) for side in (-17, 19) for left in lefts], course, room)
    line = plane.rules([{"y": target}], ink, 2, strokeDash=[3, 5])
    return [line, plane.texts([{"px": px, "py": py, "text": text}], ink, fontSize=SIZE)]


def _events(plane: look.Plane, told: months.History, ink: str) -> list[look.Layer]:
    rows = []
    for point in told.known:
        if point.events:
            text = fit.shorten(point.events[0].name, 260, SIZE)
            half = fit.width(text, SIZE) / 2
            px = min(max(plane.px(point.x), half), plane.across - half)
            side = 30 if _is_low(told, point) else -24
            rows.append({"px": px, "py": plane.py(point.value or 0) + side, "text": text})
    return [plane.texts(rows, ink, align="center", fontSize=SIZE)] if rows else []


def _is_low(told: months.History, point: months.Point) -> bool:
    """Whether the line turns upwards there, so that a label above it would lie on it."""
    beside = [other.value or 0 for other in told.known if abs(other.x - point.x) == 1]
    return bool(beside) and sum(beside) / len(beside) > (point.value or 0)


def _months(story: Story, plane: look.Plane, told: months.History, ink: str) -> list[look.Layer]:
    w, py = story.wording, plane.up + 32
    first = plane.texts([{"px": 0, "py": py, "text": w.month(told.points[0].month)}], ink, fontSize=17)
    last = plane.texts(
        [{"px": plane.across, "py": py, "text": w.month(told.now.month)}], ink, fontSize=17, align="right"
    )
    return [first, last]
