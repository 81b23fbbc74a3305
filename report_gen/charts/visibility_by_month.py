"""Is the brand easier to find in search than before? The visibility index by month."""

from __future__ import annotations

from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Figure
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHAPE = "half"
SHEET = noop("Visibility by month")
METRIC = "search_visibility"
SAME = 0.5  # points of the index that are no news


def figure(story: Story) -> Figure | None:
    told = months.history(story, METRIC)
    if told is None or not told.past:
        return None
    w = story.wording
    first, best = told.known[0], max(told.known, key=lambda point: point.value or 0)
    return Figure(
        title=_title(story, told),
        subtitle=_subtitle(story),
        description=w.text(
            "Search visibility by month: {first} {from_}, {last} {to}; highest {most} in {best}.",
            first=w.month(first.month), from_=w.number(first.value), last=w.month(told.now.month),
            to=w.number(told.now.value), most=w.number(best.value), best=w.month(best.month),
        ),
        table=months.table(told, story, w.text("Search visibility"), "number"),
        draw=partial(_draw, story, told),
        note=_note(story, told),
    )  # fmt: skip


def _subtitle(story: Story) -> str:
    w = story.wording
    said = w.text("By month: rank 1 every day counts 100, rank 3 half of it, not found 0.")
    return w.joined([said, words.shade(story, METRIC)]) if months.usual(story, METRIC) else said.rstrip(".。")


def _title(story: Story, told: months.History) -> str:
    w, value = story.wording, told.now.value or 0
    values = {"value": w.number(value), "month": words.this_month(story)}
    if story.report.coverage.partial:
        return w.text("Search visibility is {value} so far in {month}", **values)
    if len(told.past) >= 5 and value > max(point.value or 0 for point in told.past):
        return w.text("Search visibility is {value}, the highest of {n} months", n=w.count(len(told.known)), **values)
    if told.before is None or story.before is None:
        return w.text("Search visibility is {value} in {month}", **values)
    change = value - (told.before.value or 0)
    values |= {"before": w.number(told.before.value), "last": w.month_name(told.before.month)}
    if abs(change) < SAME:
        return w.text("Search visibility about the same as in {last}, at {value}", **values)
    if change > 0:
        return w.text("Search visibility rose from {before} to {value}", **values)
    return w.text("Search visibility fell from {before} to {value}", **values)


def _note(story: Story, told: months.History) -> str:
    w, keywords = story.wording, story.report.keywords
    count = w.plural("{n} keyword, weighted.", "{n} keywords, weighted.", len(keywords))
    days = w.plural("Read on {n} day of {month}.", "Read on {n} days of {month}.", story.report.coverage.rank_days,
                    month=words.this_month(story))  # fmt: skip
    scale = _scale(told, story.report.headline[METRIC].target, w)
    start = [w.text("The scale starts at {start}.", start=scale.ticks[0][1])] if scale.low > 0 else []
    return w.joined([count, days, *start])


def number_ticks(w: Wording, values: list[float]) -> look.Ticks:
    whole = all(float(value).is_integer() for value in values)
    return tuple((value, w.number(value, 0 if whole else 1)) for value in values)


def _scale(told: months.History, target: float | None, w: Wording) -> look.Axis:
    return look.around(min(p.value or 0 for p in told.known), months.top_of(told, target), partial(number_ticks, w))


def _first(plane: look.Plane, told: months.History, w: Wording) -> list[fit.Row]:
    """The value where the line begins, to read this month's against: on the side to which the line doesn't turn."""
    first, text = told.known[0], w.number(told.known[0].value)
    px, py, room = plane.px(first.x), plane.py(first.value or 0), fit.width(text)
    course = fit.along([(plane.px(point.x), plane.py(point.value or 0)) for point in told.known])
    left, py = fit.clearest([(max(px - room / 2, 2), py + side) for side in (-14, 15)], course, room)
    return [{"px": left, "py": py, "text": text}]


def _draw(story: Story, told: months.History, canvas: Canvas) -> look.Picture:
    w, target = story.wording, story.report.headline[METRIC].target
    y = _scale(told, target, w)
    end = w.number(told.now.value)
    room = look.Margin(right=fit.width(end, 16, bold=True) + 18, top=22)
    plane = months.plane(told, canvas, w, y, room, look.height(canvas, 290, 220, paper=220))
    limits = months.usual(story, METRIC)
    aim = w.text("Target {target}", target=w.number(target)) if target is not None else ""
    names = months.Names(target=aim, usual=words.usual(story, METRIC))
    first = _first(plane, told, w)
    return plane.chart(
        *months.usual_band(plane, told, limits),
        *plane.grid(),
        *months.target_line(plane, target),
        *months.course(plane, told, lambda point: months.tip(w, point, w.number(point.value))),
        *plane.haloed(first, look.INK2),
        *months.labels(plane, told, names, target, limits, first),
        *months.end_label(plane, told, end),
    )
