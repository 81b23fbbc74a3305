"""Is the quarter on course? Click-throughs ahead of an even pace to the months' targets, or behind it, day by day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, takewhile

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Report
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHAPE = "half"
SHEET = noop("Click-throughs, pace")
METRIC = "click_throughs"


@dataclass(frozen=True)
class Course:
    """The days from the quarter's first to the last one counted: click-throughs up to each day's end, and how many are due
    by then."""

    days: tuple[dt.date, ...]
    sums: tuple[int, ...]
    due: tuple[float, ...]

    @property
    def gaps(self) -> tuple[float, ...]:
        """Above 0: ahead of the pace."""
        return tuple(total - due for total, due in zip(self.sums, self.due, strict=True))

    @property
    def behind_since(self) -> dt.date | None:
        """The first day of those at the end that are all behind."""
        behind = takewhile(lambda day: day[1] < 0, reversed(list(zip(self.days, self.gaps, strict=True))))
        return min((day for day, _ in behind), default=None)


def figure(story: Story) -> Figure | None:
    """None without a target, and where not all click-throughs of the quarter so far are known by day."""
    months = _quarter(story)
    if not months:
        return None
    w, course = story.wording, _course(story, months)
    values = {"sum": w.count(course.sums[-1]), "due": w.count(course.due[-1]), "day": w.date(course.days[-1])}
    return Figure(
        title=_title(w, course, values),
        subtitle=w.text(
            "Click-throughs since {first}, against an even pace to the target", first=w.date(course.days[0])
        ),
        description=w.text("Click-throughs by {day}: {sum}, where {due} were due at an even pace.", **values),
        table=_table(w, course),
        draw=partial(_draw, w, course),
        note=_note(w, months),
    )


def _quarter(story: Story) -> tuple[Report, ...]:
    """The quarter's months up to this one that have a target and are known day by day; none where this one isn't."""
    month = story.report.month
    first = f"{month[:5]}{(int(month[5:]) - 1) // 3 * 3 + 1:02d}"
    backwards = [r for r in reversed(story.reports) if r.month >= first]
    return tuple(takewhile(_is_known, backwards))[::-1] if len(backwards) == int(month[5:]) - int(first[5:]) + 1 else ()


def _is_known(report: Report) -> bool:
    headline = report.headline.get(METRIC)
    known = sum(day.clicks for one in report.destinations for day in one.days)
    return bool(headline and headline.target and headline.value and known == headline.value)


def _course(story: Story, months: tuple[Report, ...]) -> Course:
    clicks = Counter[dt.date]()
    for report in months:
        for one in report.destinations:
            clicks.update({day.date: day.clicks for day in one.days})
    first, last = months[0].first_day, story.report.coverage.last_day
    days = tuple(first + dt.timedelta(n) for n in range((last - first).days + 1))
    targets = {report.month: report.headline[METRIC].target or 0 for report in months}
    due = accumulate(targets[f"{day:%Y-%m}"] / monthrange(day.year, day.month)[1] for day in days)
    return Course(days, tuple(accumulate(clicks[day] for day in days)), tuple(due))


def _title(w: Wording, course: Course, values: dict[str, str]) -> str:
    if w.count(course.sums[-1]) == w.count(course.due[-1]):
        return w.text("Exactly the {due} click-throughs due by {day}", **values)
    gap = w.count(abs(course.gaps[-1]))
    if course.gaps[-1] > 0:
        return w.text("{gap} ahead of the {due} click-throughs due by {day}", gap=gap, **values)
    since = course.behind_since
    if since is None or since == course.days[-1]:
        return w.text("{gap} short of the {due} click-throughs due by {day}", gap=gap, **values)
    return w.text("{gap} short of the {due} due by {day}, behind since {since}", gap=gap, since=w.day(since), **values)


def _note(w: Wording, months: tuple[Report, ...]) -> str:
    said = (
        w.text("{month} {target}", month=w.month_short(r.month), target=w.count(r.headline[METRIC].target))
        for r in months
    )
    return w.text("Targets: {targets}.", targets=w.enumerated(said))


def _table(w: Wording, course: Course) -> Table:
    columns = (
        Column("date", w.text("Date"), "date"),
        Column("click_throughs", w.text("Click-throughs so far"), "count"),
        Column("due", w.text("Due"), "count"),
    )
    return Table(columns, tuple(zip(course.days, course.sums, course.due, strict=True)))


def _draw(w: Wording, course: Course, canvas: Canvas) -> look.Picture:
    plane = _plane(w, course, canvas)
    rows: list[fit.Row] = [
        {"x": n, "y": gap, "tip": f"{w.day(day)}: {w.difference(gap, 0)}"}
        for n, (day, gap) in enumerate(zip(course.days, course.gaps, strict=True), 1)
    ]
    start: fit.Row = {"x": 0, "y": 0}
    split = sum(day.month != course.days[-1].month for day in course.days)
    now = [rows[split - 1] if split else start, *rows[split:]]
    end = {"px": plane.across + 9, "py": plane.py(course.gaps[-1]), "text": w.difference(course.gaps[-1], 0)}
    return plane.chart(
        plane.rules([{"y": value} for value, _ in plane.y.ticks], look.GRID),
        plane.rules([{"y": 0.0}], look.INK2, 1.5, strokeDash=list(look.TARGET)),
        plane.texts([_tick(plane, value, text) for value, text in plane.y.ticks], align="right"),
        plane.foot(),
        *([plane.line([start, *rows[:split]], look.PAST)] if split else []),
        plane.line(now, look.BRAND, 2.5),
        plane.dots(rows[split:], look.BRAND, 8),
        plane.dots(rows[-1:], look.BRAND, 90),
        plane.texts([end], look.BRAND, fontSize=16, fontWeight=700),
        *plane.haloed([_name(w, plane, course)], look.INK2),
    )


def _name(w: Wording, plane: look.Plane, course: Course) -> fit.Row:
    """The dotted line's name, above or below it where the course is out of the way."""
    text, level = w.text("even pace"), plane.py(0)
    places = [(float(left), level + side) for side in (-10, 11) for left in range(2, int(plane.across), 12)]
    fitting = [place for place in places if place[0] + fit.width(text) <= plane.across]
    pixels = fit.along([(plane.px(n), plane.py(gap)) for n, gap in enumerate((0, *course.gaps))])
    px, py = fit.clearest(fitting, pixels, fit.width(text))
    return {"px": px, "py": py, "text": text}


def _tick(plane: look.Plane, value: float, text: str) -> fit.Row:
    return {"px": -8, "py": plane.py(value), "text": text}


def _plane(w: Wording, course: Course, canvas: Canvas) -> look.Plane:
    reach = max(*map(abs, course.gaps), 1)
    step = look.from_zero(reach, partial(_signed, w), 2, whole=True).ticks[1][0]
    shown = [step * n for n in range(-3, 4) if min(course.gaps) - step < step * n < max(course.gaps) + step]
    low, high = min(*course.gaps, *shown), max(*course.gaps, *shown)
    pad = (high - low) * 0.06
    right = fit.width(w.difference(course.gaps[-1], 0), 16, bold=True) + 16
    y = look.Axis(low - pad, high + pad, _signed(w, shown))
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, right, 14, 26)
    x = look.Axis(0, len(course.days), _day_ticks(w, course))
    return look.Plane(canvas.width, look.height(canvas, 290, 220, paper=190), margin, x, y, near="x")


def _signed(w: Wording, values: list[float]) -> look.Ticks:
    return tuple((value, w.difference(value, 0)) for value in values)


def _day_ticks(w: Wording, course: Course) -> look.Ticks:
    """The first day of each month, and the last day."""
    firsts = [(float(n), w.day(day)) for n, day in enumerate(course.days, 1) if day.day == 1]
    return (*firsts, (float(len(course.days)), w.day(course.days[-1])))
