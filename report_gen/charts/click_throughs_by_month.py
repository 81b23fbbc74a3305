"""Do more readers go on to the profile or the store than before, and than was asked for?"""

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
SHEET = noop("Click-throughs by month")
METRIC = "click_throughs"
MARGIN, APART = 22, 33  # pixels above the bars, and between this month's value and the target


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


def _draw(story: Story, told: months.History, canvas: Canvas) -> look.Picture:
    w, target = story.wording, story.report.headline[METRIC].target
    top = max([point.value or 0 for point in told.known] + [target or 0])
    y = look.from_zero(top, partial(words.count_ticks, w), whole=True)
    end = w.count(told.now.value)
    texts = [fit.width(end, 16, bold=True), *([] if target is None else [fit.width(text) for text in _aim(w, target)])]
    room = max(texts) + 14
    height = look.height(canvas, 290, 220, paper=190)
    plane = months.plane(told, canvas, w, y, look.Margin(right=room, top=MARGIN), height, bars=True)
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
        *months.target_line(plane, target),
        *_ends(w, plane, told, target),
        *_values(w, plane, told, target),
        *months.event_marks(plane, told),
    )


def _aim(w: Wording, target: float) -> tuple[str, str]:
    """In two lines: the margin is narrow."""
    return w.text("Target"), w.count(target)


def _ends(w: Wording, plane: look.Plane, told: months.History, target: float | None) -> list[look.Layer]:
    """Right of the bars this month's value, and above or below it the target: over the bars they would touch others."""
    px, py = plane.across + 8, min(plane.py(max(told.now.value or 0, 0)), plane.up - 8)
    end = {"px": px, "py": py, "text": w.count(told.now.value)}
    value = plane.texts([end], look.BRAND, fontSize=16, fontWeight=700)
    if target is None:
        return [value]
    above = target >= (told.now.value or 0)
    middle = min(plane.py(target), py - APART) if above else max(plane.py(target), py + APART)
    if not -MARGIN / 2 <= middle <= plane.up - 8:  # no room on that side
        middle = py + APART if above else py - APART
    rows = [{"px": px, "py": middle + side, "text": text} for side, text in zip((-8, 8), _aim(w, target), strict=True)]
    return [value, plane.texts(rows, look.INK2)]


def _values(w: Wording, plane: look.Plane, told: months.History, target: float | None) -> list[look.Layer]:
    """The months before over their bars, where all have room; clear of the target's line."""
    line = None if target is None else plane.py(target)
    rows: list[fit.Row] = []
    for point in told.past:
        py = plane.py(max(point.value or 0, 0)) - 10
        py = line - 10 if line is not None and abs(line - py) < 9 else py
        if not point.events:
            rows.append({"px": plane.px(point.x), "py": py, "text": w.count(point.value)})
    room = plane.px(1) - plane.px(0)
    roomy = all(fit.width(str(row["text"])) + 6 < room for row in rows)
    return plane.haloed(rows, align="center") if rows and roomy else []
