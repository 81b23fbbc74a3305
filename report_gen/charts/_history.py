"""The full-width chart of a rate by month, with its 95 % intervals and what explains them: shared by the pages' first charts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from report_gen import escape
from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Figure
from report_gen.report import Event, Report
from report_gen.significance import comparable, leads, trails
from report_gen.story import Story
from report_gen.wording import Wording

COUNTED = {"save_rate": "saves", "comment_rate": "comments"}  # what a rate is of
FEWEST, PART = 10, 0.25  # notes of a month, and the part of one that is worth a remark
TRIED = 5  # remarks for which both sides of the hairline are tried
ENOUGH = 5  # months before, for a place among them to mean something
HEAD = 46  # pixels above the plane for two lines on each event


@dataclass(frozen=True)
class Subject:
    """What is shown: the metric, its name at the start and within a sentence, its formula."""

    metric: str
    name: str
    formula: str


def figure(story: Story, subject: Subject) -> Figure | None:
    """None in a first month, when there is nothing to compare."""
    told = months.history(story, subject.metric)
    if told is None or not told.past:
        return None
    w = story.wording
    banded = sum(point.low is not None for point in told.points) > 1
    shade = w.text("Shaded: 95% interval") if banded else ""
    return Figure(
        title=title(story, told, subject.name),
        subtitle=w.joined([w.text("{name} by month: {formula}.", name=subject.name, formula=subject.formula), shade]),
        description=_description(story, told, subject.name),
        table=months.table(told, story, subject.name, intervals=True),
        draw=partial(_draw, story, told),
        note=_note(story, told, banded),
    )


def _note(story: Story, told: months.History, banded: bool) -> str:
    w = story.wording
    count = w.plural(
        "{n} note in {month}.", "{n} notes in {month}.", len(story.report.notes), month=words.this_month(story)
    )
    parts = [count]
    if banded:
        parts.append(w.text("The interval allows for differences between notes."))
    if any(point.high is not None and point.high > _scale(story, told).high for point in told.points):
        parts.append(words.edge(w))
    return w.joined(parts)


def title(story: Story, told: months.History, name: str) -> str:
    """Where this month stands among those shown, or else how it compares with the month before; a partial one with none.
    A place is a claim about a rate, so that it is given only where every difference is beyond chance."""
    w, report = story.wording, story.report
    values = {"name": name, "value": words.rate(w, told.now.value or 0), "month": words.this_month(story)}
    if report.coverage.partial:
        return w.text("{name} {value} so far in {month}", **values)
    others = comparable(story.recent[:-1], told.metric)
    if len(others) >= ENOUGH and leads(report, others, told.metric):
        return w.text("{month}’s {value} is the highest of {n} months", n=w.count(len(others) + 1), **values)
    if len(others) >= ENOUGH and (place := _but_for_events(story, told, others, values)):
        return place
    since = words.since_before(story, told.metric)
    if since:
        return w.text("{name} {value}, {since}", since=since, **values)
    return w.text("{name} {value} in {month}", **values)


def _but_for_events(story: Story, told: months.History, others: tuple[Report, ...], values: dict[str, str]) -> str:
    """The highest but for months with an event; empty where that isn't so."""
    w, report = story.wording, story.report
    eventful = {point.month: point.events for point in told.past if point.events}
    higher = [r for r in others if r.month in eventful and (r.value(told.metric) or 0) >= (told.now.value or 0)]
    if not higher or not leads(report, [r for r in others if r not in higher], told.metric):
        return ""
    if len(higher) > 1 or not trails(report, higher, told.metric):
        return w.text("{month}’s {value} is the highest of any month without an event", **values)
    best = higher[0].month
    # October beside October of last year needs the years.
    name = w.month(best) if best[5:] == report.month[5:] else w.month_name(best)
    event = fit.shorten(eventful[best][0].name, 220)
    return w.text("Only {best} ({event}) was above {month}’s {value}", best=name, event=event, **values)


def _description(story: Story, told: months.History, name: str) -> str:
    w, headline = story.wording, story.report.headline[told.metric]
    ends = [words.rate(w, pick(point.value or 0 for point in told.known)) for pick in (min, max)]
    said = [
        w.text("{name} by month: {first} {from_}, {last} {to}.", name=name, first=w.month(told.known[0].month),
               from_=words.rate(w, told.known[0].value), last=w.month(told.now.month), to=words.rate(w, told.now.value)),
        w.text("95% interval: {interval}.", interval=w.interval(headline.interval)) if headline.interval else "",
        w.text("Between {low} and {high} in the months shown.", low=ends[0], high=ends[1]),
        *(w.text("{event}: {days}.", event=fit.shorten(e.name, 400), days=w.days(e.start, e.end))
          for point in told.points for e in point.events),
    ]  # fmt: skip
    return w.joined(said)


def _scale(story: Story, told: months.History) -> look.Axis:
    top = months.top_of(told, story.report.headline[told.metric].target)
    return look.from_zero(top, partial(words.rate_ticks, story.wording))


def _draw(story: Story, told: months.History, canvas: Canvas) -> look.Picture:
    w, target = story.wording, story.report.headline[told.metric].target
    wide = not canvas.is_narrow
    remarks = _remarks(story, told) if wide else []
    y = _scale(story, told)
    aim = w.text("Target {target}", target=words.rate(w, target)) if target is not None else ""
    end = words.rate(w, told.now.value)
    room = max(fit.width(end, 16, bold=True), fit.width(words.this_month(story)), fit.width(aim) if wide else 0) + 16
    height = look.height(canvas, 300, 230, paper=185)
    plane = months.plane(told, canvas, w, y, look.Margin(right=room, top=HEAD if remarks else 22), height)
    said = _placed(plane, remarks)
    texts = partial(words.rate, w)
    return plane.chart(
        *_band(plane, told),
        *plane.grid(),
        *months.target_line(plane, target),
        *months.course(plane, told, lambda point: months.tip(w, point, texts(point.value))),
        *(values(plane, told, texts, target, {one.remark.point.x for one in said}) if wide else []),
        *_annotations(plane, said),
        *(
            _target_at_end(plane, told, target, aim)
            if wide
            else months.labels(plane, told, months.Names(aim), target, None)
        ),
        *months.end_label(plane, told, end, words.this_month(story) if wide else ""),
    )


def _band(plane: look.Plane, told: months.History) -> list[look.Layer]:
    """The intervals of neighbouring months as one band; it ends where a month has none."""
    rows = [
        {"x": p.x, "y": p.low, "y2": None if p.high is None else min(p.high, plane.y.high)}
        for p in told.points
    ]  # fmt: skip
    return [plane.area(rows)] if sum(row["y"] is not None for row in rows) > 1 else []


def _target_at_end(plane: look.Plane, told: months.History, target: float | None, text: str) -> list[look.Layer]:
    """The target's label in the right margin, moved clear of this month's value and name."""
    if target is None:
        return []
    value, label = plane.py(told.now.value or 0), plane.py(target)
    if -22 < label - value < 30:
        label = value + 30 if label >= value else value - 22
    return [plane.texts([{"px": plane.across + 6, "py": label, "text": text}], look.INK2)]


def values(
    plane: look.Plane,
    told: months.History,
    text: Callable[[float | None], str],
    target: float | None,
    remarked: set[int],
) -> list[look.Layer]:
    """Values at the first month, the month before this one, and where the line turns: above the line, or below it where the
    line itself, the target or another value is in the way. Months that are remarked on have theirs there."""
    lines = fit.along([(plane.px(point.x), plane.py(point.value or 0)) for point in told.known])
    if target is not None:
        lines += [(float(px), plane.py(target)) for px in range(0, int(plane.across), 8)]
    rows: list[fit.Row] = []
    for point in told.past:
        if _is_told(told, point) and point.x not in remarked:
            room, py = fit.width(text(point.value)), plane.py(point.value or 0)
            left = plane.px(point.x) - room / 2
            places = [(left, side) for side in (py - 13, py + 14) if side < plane.up - 7]
            px, py = fit.clearest(places or [(left, py - 13)], [*lines, *fit.text_pixels(rows)], room)
            if not fit.covered((px, py), fit.text_pixels(rows), room):
                rows.append({"px": round(px, 1), "py": py, "text": text(point.value)})
    return plane.haloed(rows, look.INK2)


def _is_told(told: months.History, point: months.Point) -> bool:
    """Whether the line begins or turns there, or this month follows."""
    before, here, after = _value(told, point.x - 1), point.value or 0, _value(told, point.x + 1)
    peak = (before is None or before <= here) and (after is None or after <= here)
    trough = before is not None and after is not None and before > here < after
    return peak or trough or point.x in (told.known[0].x, told.now.x - 1)


def _value(told: months.History, x: int) -> float | None:
    return told.points[x].value if 0 <= x < len(told.points) else None


def _annotations(plane: look.Plane, said: list[Placed]) -> list[look.Layer]:
    """Each remark: a hairline from its dot, the fact in bold, and why it matters."""
    lines = [
        {"x": one.point.x, "y": plane.y_at(plane.py(one.point.value or 0) - 8), "y2": plane.y_at(-HEAD + 8)}
        for one, _, _ in said
    ]  # fmt: skip
    bold = [{"px": left, "py": -HEAD + 14, "text": one.fact} for one, left, _ in said]
    plain = [{"px": left, "py": -HEAD + 31, "text": _why(plane, one)} for one, left, _ in said if one.why]
    marks = [
        plane.rules(lines, look.PAST),
        *plane.haloed(bold, look.INK, fontWeight=700),
        *plane.haloed(plain, look.INK2),
    ]
    return marks if lines else []


def _why(plane: look.Plane, one: Remark) -> str:
    px = plane.px(one.point.x)
    return fit.shorten(one.why, max(plane.across - px, px) - 20)


def _placed(plane: look.Plane, said: list[Remark]) -> list[Placed]:
    """As many remarks as have room beside each other, on either side of their hairlines, the first of the list before others;
    the rest is left to the description."""
    best: list[Placed] = []
    for sides in itertools.product((True, False), repeat=min(len(said), TRIED)):
        placed: list[Placed] = []
        for one, after in zip(said, sides, strict=False):
            px, room = plane.px(one.point.x), max(fit.width(one.fact, bold=True), fit.width(_why(plane, one)))
            left = px + 8 if after else px - 8 - room
            inside = left >= -plane.margin.left and left + room <= plane.across + plane.margin.right
            start, end = min(left, px) - 6, max(left + room, px) + 6
            if inside and all(end < other.left or start > other.right for other in placed):
                placed.append(Placed(one, left, left + room))
        best = max(best, placed, key=len)
    return best


@dataclass(frozen=True)
class Remark:
    """What a month was like, said at its dot: the fact, and why it matters."""

    point: months.Point
    fact: str
    why: str


class Placed(NamedTuple):
    """A remark and the pixels that its text takes."""

    remark: Remark
    left: float
    right: float


def _remarks(story: Story, told: months.History) -> list[Remark]:
    """Events first, then months that one note made, the latest first."""
    w = story.wording
    events = [Remark(p, _fact(w, p.events[0], p), p.events[0].note or "") for p in told.known if p.events]
    carried = [remark for p in reversed(told.known) if not p.events and (remark := _carried(story, told, p))]
    return [*events, *carried]


def _carried(story: Story, told: months.History, point: months.Point) -> Remark | None:
    """A month of which a single note brought a large part."""
    w, report, counted = story.wording, story.at(point.month), COUNTED[told.metric]
    ranked = sorted((max(n.activity.get(counted) or 0, 0), n.key, n.title) for n in report.notes) if report else []
    whole = sum(count for count, _, _ in ranked)
    if len(ranked) < FEWEST or not whole or ranked[-1][0] < PART * whole:
        return None
    most, _, title = ranked[-1]
    values = {"month": w.month_name(point.month), "value": words.rate(w, point.value), "share": w.share(most / whole)}
    fact = (
        w.text("{month}: {value}, {share} of saves from one note", **values)
        if counted == "saves"
        else w.text("{month}: {value}, {share} of comments on one note", **values)
    )
    return Remark(point, fact, w.text("“{title}”", title=fit.shorten(title, 400)) if escape.svg(title) else "")


def _fact(w: Wording, event: Event, point: months.Point) -> str:
    days = w.day(event.start) if event.start == event.end else w.days(event.start, event.end)
    return w.text(
        "{event}, {days}: {value}", event=fit.shorten(event.name, 200), days=days, value=words.rate(w, point.value)
    )
