"""A metric over the months that a Story shows: what the monthly charts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report_gen import escape, yardsticks
from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.figures import Canvas, Cell, Column, Kind, Table
from report_gen.report import Event
from report_gen.story import Story, months_back
from report_gen.wording import Wording


@dataclass(frozen=True)
class Point:
    """A metric's value in one month; months without a Report have none."""

    x: int
    month: str
    value: float | None
    low: float | None = None
    high: float | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class History:
    """Calendar months from the first that the Story shows to this month, without a hole: a missing month is a gap."""

    metric: str
    points: tuple[Point, ...]

    @property
    def known(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.value is not None)

    @property
    def now(self) -> Point:
        return self.points[-1]

    @property
    def before(self) -> Point | None:
        """The month before, if it has a value."""
        point = self.points[-2] if len(self.points) > 1 else None
        return point if point and point.value is not None else None

    @property
    def past(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points[:-1] if point.value is not None)


def history(story: Story, metric: str) -> History | None:
    """None where this month has no value: there is nothing to hold against the past."""
    if story.report.value(metric) is None:
        return None
    months = [story.recent[0].month]
    while months[-1] < story.report.month:
        months.append(months_back(months[-1], -1))
    return History(metric, tuple(_point(story, metric, x, month) for x, month in enumerate(months)))


def _point(story: Story, metric: str, x: int, month: str) -> Point:
    report = story.at(month)
    headline = report.headline.get(metric) if report else None
    low, high = (headline.interval if headline else None) or (None, None)
    events = tuple(_said(story.wording, event) for event in events_of(story, month))
    return Point(x, month, headline.value if headline else None, low, high, events)


def _said(w: Wording, event: Event) -> Event:
    """The event as this language names it; the client may have its remark in `names` too."""
    return event.model_copy(update={"name": w.name(event.name), "note": w.name(event.note) if event.note else None})


def events_of(story: Story, month: str) -> tuple[Event, ...]:
    """Events that begin in that month, each once, whichever Report names them."""
    found = {(event.start, event.name): event for report in story.reports for event in report.events}
    return tuple(event for (start, _), event in sorted(found.items()) if f"{start:%Y-%m}" == month)


def usual(story: Story, metric: str) -> tuple[float, float] | None:
    """The range of the six months before; none from fewer than three."""
    found = yardsticks.usual(story.report, story.six_before, metric)
    return (found.low, found.high) if found else None


def month_ticks(
    points: Sequence[Point], wording: Wording, across: float, *, most: int = 13
) -> tuple[tuple[float, str], ...]:
    """As many months as have room, counted back from this one. Both ends have their year; where all are named, the first and
    January."""
    room = across / max(1, len(points) - 0.4)
    dated_room = max((fit.width(wording.month_short(point.month, year=True)) for point in points), default=0) + 6
    every = next((n for n in (1, 2, 3, 4, 6, 12) if n * room >= dated_room and len(points) / n <= most), 12)
    shown = [point for point in points if (len(points) - 1 - point.x) % every == 0]
    texts = []
    for place, point in enumerate(shown):
        ends = place == 0 or (every > 1 and place == len(shown) - 1)
        long = wording.month_short(point.month, year=True)
        roomy = fit.width(long) + 6 <= every * room or len(shown) == 1
        dated = roomy and (ends or (every == 1 and point.month.endswith("-01")))
        texts.append((float(point.x), long if dated else wording.month_short(point.month)))
    return tuple(texts)


def month_axis(count: int, across: float, bars: bool) -> tuple[float, float]:
    """Beside the first and the last month half a bar of room, or for dots 14 pixels."""
    if count == 1:
        return -1, 1
    pad = 0.45 if bars else 14 * (count - 1) / max(across - 28, 1)
    return -pad, count - 1 + pad


def table(told: History, story: Story, label: str, kind: Kind = "rate", *, intervals: bool = False) -> Table:
    """One row a month: what the chart shows."""
    w = story.wording
    columns = [Column("month", w.text("Month"), "month"), Column(told.metric, label, kind)]
    if intervals:
        columns += [Column("low", w.text("95% from"), "rate"), Column("high", w.text("95% to"), "rate")]
    columns.append(Column("events", w.text("Events")))
    rows = [_row(point, intervals) for point in told.points]
    return Table(tuple(columns), tuple(rows))


def _row(point: Point, intervals: bool) -> tuple[Cell, ...]:
    names = ", ".join(escape.clean(event.name) for event in point.events)
    limits: tuple[Cell, ...] = (point.low, point.high) if intervals else ()
    return (point.month, point.value, *limits, names)


# -- drawing


def plane(
    told: History,
    canvas: Canvas,
    wording: Wording,
    y: look.Axis,
    room: look.Margin,
    height: float,
    *,
    bars: bool = False,
) -> look.Plane:
    """Months across; the left margin takes the labels of y."""
    left = max(fit.width(text) for _, text in y.ticks) + 10
    # The last month stands at the plane's edge: half of its label reaches into the margin.
    margin = replace(room, left=left, right=max(room.right, 30))
    across = canvas.width - margin.left - margin.right
    ticks = month_ticks(told.points, wording, across, most=5 if canvas.is_narrow else 13)
    low, high = month_axis(len(told.points), across, bars)
    return look.Plane(canvas.width, height, margin, look.Axis(low, high, ticks), y, near="x")


def top_of(told: History, *others: float | None) -> float:
    """How high y must reach: intervals count, but a very wide one is cut rather than flattening the line."""
    values = [point.value or 0 for point in told.known] + [other for other in others if other is not None]
    highs = [point.high for point in told.known if point.high is not None]
    return max(max(values, default=0), min(max(highs, default=0), 1.6 * max(values, default=0)))


def tip(w: Wording, point: Point, value: str) -> str:
    """What a month says to a pointer: its value as text, the interval, what happened."""
    limits = (point.low, point.high) if point.low is not None and point.high is not None else None
    strip = w.text("95% interval {interval}", interval=w.interval(limits)) if limits else ""
    return look.said(w.pair(w.month(point.month), value), strip, *(escape.svg(event.name) for event in point.events))


def course(plane: look.Plane, told: History, tip: Callable[[Point], str]) -> list[look.Layer]:
    """The months before as a grey line, broken where a month is missing, and this month's dot with its interval."""
    rows: list[fit.Row] = [{"x": point.x, "y": point.value, "tip": tip(point)} for point in told.points]
    known = [row for row in rows[:-1] if row["y"] is not None]
    marks: list[look.Layer] = []
    if len(told.known) > 1:
        marks += [*bridges(plane, told), plane.line(rows, look.PAST)]
    if known:
        marks.append(plane.dots(known, look.PAST))
    return [*marks, *this_month(plane, told, rows[-1]["tip"])]


def bridges(plane: look.Plane, told: History) -> list[look.Layer]:
    """Dots across missing months: they are not known, not on a straight line."""
    pairs = [(a, b) for a, b in pairwise(told.known) if b.x - a.x > 1]
    rows = [{"x": a.x, "y": a.value, "x2": b.x, "y2": b.value} for a, b in pairs]
    return [plane.rules(rows, look.PAST, 1.5, strokeDash=list(look.GAP))] if rows else []


def this_month(plane: look.Plane, told: History, tip: str) -> list[look.Layer]:
    now = told.now
    marks: list[look.Layer] = []
    if now.low is not None and now.high is not None:
        marks.append(plane.strips([{"x": now.x, "y": plane.y.within(now.low), "y2": plane.y.within(now.high)}]))
    return [*marks, plane.dots([{"x": now.x, "y": now.value, "tip": tip}], look.BRAND, 110)]


def usual_band(plane: look.Plane, told: History, limits: tuple[float, float] | None) -> list[look.Layer]:
    """The range of the six months before, from the first of them to this month."""
    if limits is None:
        return []
    start, end = max(told.now.x - 6.3, plane.x.low), plane.x.high
    return [plane.bars([{"x": start, "x2": end, "y": limits[0], "y2": limits[1]}], look.BAND)]


def target_line(plane: look.Plane, value: float | None) -> list[look.Layer]:
    return [] if value is None else [plane.rules([{"y": value}], look.INK2, 1.5, strokeDash=list(look.TARGET))]


def target_name(
    plane: look.Plane, told: History, value: float | None, text: str, others: Sequence[fit.Row]
) -> list[fit.Row]:
    """The target's label above or below its line, from the left on, where fewest other things are in the way."""
    if value is None or not text:
        return []
    y, room = plane.py(value), fit.width(text)
    lefts = range(2, max(3, int(plane.across - room - 30)), 12)
    obstacles = [*_pixels(plane, told), *fit.text_pixels(others)]
    px, py = fit.clearest([(float(left), y + side) for side in (-10, 11) for left in lefts], obstacles, room)
    return [{"px": px, "py": py, "text": text}]


def usual_name(
    plane: look.Plane, told: History, limits: tuple[float, float] | None, text: str, others: Sequence[fit.Row]
) -> list[fit.Row]:
    """The band's name, below or above it; left out where there is no free place, since the subtitle says it too."""
    if limits is None or not text:
        return []
    room = fit.width(text)
    obstacles = [*_pixels(plane, told), *fit.text_pixels(others)]
    below, above = plane.py(limits[0]) + 14, plane.py(limits[1]) - 13
    sides = (below, above) if below < plane.up - 8 else (above,)
    lefts = range(int(plane.px(told.now.x) - 12 - room), 0, -12)[:12]
    places = ((float(left), side) for side in sides for left in lefts)
    free = next((place for place in places if not fit.covered(place, obstacles, room)), None)
    return [{"px": free[0], "py": free[1], "text": text}] if free else []


def _pixels(plane: look.Plane, told: History) -> list[fit.Place]:
    """Where the line of months runs, the events' hairlines, and this month's strip."""
    course = fit.along([(plane.px(point.x), plane.py(point.value or 0)) for point in told.known])
    for point in told.known:
        if point.events:
            px, py = plane.px(point.x), plane.py(point.value or 0)
            course += [(px, y) for y in range(0, int(py), 8)]
    if told.now.low is None or told.now.high is None:
        return course
    x = plane.px(told.now.x)
    return [*course, *fit.along([(x, plane.py(plane.y.within(limit))) for limit in (told.now.low, told.now.high)])]


def event_marks(plane: look.Plane, told: History) -> list[look.Layer]:
    """Events by the sign that they have everywhere: a hairline up from the month, and above the plane the name in bold. One
    that would touch the one before it is left to the table."""
    rows: list[fit.Row] = []
    lines: list[fit.Row] = []
    end = -plane.margin.left
    for point in told.known:
        if point.events:
            name = fit.shorten(", ".join(event.name for event in point.events), min(180, plane.across))
            px, room = plane.px(point.x), fit.width(name, bold=True)
            left = min(max(px - room / 2, end), plane.across + plane.margin.right - room)
            if left < end or not left - 4 <= px <= left + room + 4:
                continue
            end = left + room + 12
            rows.append({"px": round(left, 1), "py": -11, "text": name})
            foot = max(plane.py(point.value or 0) - 7, -1)
            lines.append({"x": point.x, "y": plane.y_at(foot), "y2": plane.y_at(-4)})
    return [plane.rules(lines, look.PAST), plane.texts(rows, look.INK, fontWeight=700)] if rows else []


@dataclass(frozen=True)
class Names:
    """What the marks around the line are called; empty texts are left out."""

    target: str = ""
    usual: str = ""


def labels(
    plane: look.Plane,
    told: History,
    names: Names,
    target: float | None,
    limits: tuple[float, float] | None,
    others: Sequence[fit.Row] = (),
) -> list[look.Layer]:
    """Events, the six-month band and the target, each named where nothing is in the way."""
    aim = target_name(plane, told, target, names.target, others)
    usual = usual_name(plane, told, limits, names.usual, [*others, *aim])
    return [*event_marks(plane, told), *plane.haloed(usual), *plane.haloed(aim, look.INK2)]


def end_label(plane: look.Plane, told: History, value: str, name: str = "") -> list[look.Layer]:
    """This month's value right of its dot, and its name below."""
    px, py = plane.across + 5, plane.py(told.now.value or 0)
    marks = [
        plane.texts([{"px": px, "py": py - (4 if name else 0), "text": value}], look.BRAND, fontSize=16, fontWeight=700)
    ]
    return [*marks, plane.texts([{"px": px, "py": py + 12, "text": name}], look.BRAND)] if name else marks
