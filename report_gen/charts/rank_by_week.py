"""Where do the target keywords stand in search, and which of them moved? Three months of weekly medians, 1 on top."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Literal

from report_gen import escape
from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import KeywordRank, Number
from report_gen.story import Story, months_back
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Rank by week")
MONTHS = 3
MOST = 12  # lines; more would be a thicket
CROWD = 8  # lines that all have their names; of more those that matter, and others where a name finds room
APART = 17  # pixels between names
FIRST_SCREEN = 10
SCREEN = FIRST_SCREEN + 0.5  # between the last result of the first screen and the next
MOVED = 0.18  # of a natural logarithm: from 6 to 5, or from 12 to 10
TICKS = (1, 3, 10, 20, 50, 100, 200, 500)
NOT_FOUND: Literal["not found"] = "not found"

Week = Number | Literal["not found"] | None  # None: nobody looked


@dataclass(frozen=True)
class Course:
    """A keyword's weeks; `move` is how far it climbed in the month, in natural logarithms of rank."""

    keyword: KeywordRank
    weeks: tuple[Week, ...]
    move: float

    @property
    def found(self) -> list[float]:
        return [float(week) for week in self.weeks if isinstance(week, (int, float))]


@dataclass(frozen=True)
class Ranks:
    """`ends` are the last days of the weeks, as days since `first`."""

    first: dt.date
    ends: tuple[int, ...]
    courses: tuple[Course, ...]
    named: tuple[Course, ...]  # at most three that moved most; the first is the finding
    left_out: int


def figure(story: Story) -> Figure | None:
    """None without a keyword that was looked for."""
    ranks = _ranks(story)
    if not ranks.courses:
        return None
    return Figure(
        title=_title(story, ranks),
        subtitle=_subtitle(story, ranks),
        description=_description(story, ranks),
        table=_table(story, ranks),
        draw=partial(_draw, story, ranks),
        note=_note(story, ranks),
    )


# -- weeks


def _ranks(story: Story) -> Ranks:
    report = story.report
    start = months_back(report.month, MONTHS - 1)
    reports = [one for one in story.recent if one.month >= start]
    first, last = reports[0].first_day, report.coverage.last_day
    count = math.ceil(((last - first).days + 1) / 7)
    ends = tuple((last - first).days - 7 * back for back in reversed(range(count)))
    looked = sorted(
        (k for k in report.keywords if k.days_observed), key=lambda k: (-k.weight, -(k.visibility or 0), k.term)
    )
    courses = [
        _course(keyword, [k for one in reports for k in one.keywords if k.term == keyword.term], first, ends)
        for keyword in looked
    ]
    movers = sorted((c for c in courses if abs(c.move) >= MOVED), key=lambda c: -abs(c.move) * c.keyword.weight)
    kept = [*movers[:3], *(c for c in courses if c not in movers[:3])][:MOST]
    return Ranks(first, ends, tuple(kept), tuple(movers[:3]), len(courses) - len(kept))


def _course(keyword: KeywordRank, months: list[KeywordRank], first: dt.date, ends: tuple[int, ...]) -> Course:
    days = {(day.date - first).days: day.rank for month in months for day in month.days}
    weeks = tuple(_week([days[day] for day in range(end - 6, end + 1) if day in days]) for end in ends)
    return Course(keyword, weeks, _move(keyword))


def _week(ranks: list[Number | None]) -> Week:
    """The median of the days, not found counting as worse than any rank."""
    if not ranks:
        return None
    middle = median(math.inf if rank is None else rank for rank in ranks)
    return NOT_FOUND if math.isinf(middle) else middle


def _move(keyword: KeywordRank) -> float:
    if keyword.rank is None or keyword.previous_rank is None:
        return 0.0
    return math.log(keyword.previous_rank) - math.log(keyword.rank)


# -- words


def _title(story: Story, ranks: Ranks) -> str:
    w = story.wording
    if not ranks.named:
        return _unmoved(story, ranks)
    keyword = ranks.named[0].keyword
    values = {
        "term": fit.shorten(keyword.term, 320), "before": w.rank(keyword.previous_rank), "rank": w.rank(keyword.rank),
        "month": words.this_month(story),
    }  # fmt: skip
    if ranks.named[0].move > 0:
        return w.text("{term} climbed from rank {before} to {rank} in {month}", **values)
    return w.text("{term} slipped from rank {before} to {rank} in {month}", **values)


def _subtitle(story: Story, ranks: Ranks) -> str:
    w = story.wording
    if _has_lane(ranks):
        return w.text("Rank in search by week, 1 on top. Dotted: not found among the results that were read")
    return w.text("Rank in search by week, 1 on top")


def _unmoved(story: Story, ranks: Ranks) -> str:
    w, keywords = story.wording, [course.keyword for course in ranks.courses]
    first = sum((k.rank or math.inf) <= 10 for k in keywords)
    values = {"found": w.count(first), "month": words.this_month(story)}
    if any(k.previous_rank is not None for k in keywords):
        return w.plural(
            "The keyword held its place in {month}: {found} of {n} on the first screen",
            "The keywords held their places in {month}: {found} of {n} on the first screen", len(keywords), **values,
        )  # fmt: skip
    return w.plural(
        "{found} of {n} keyword is on the first screen in {month}",
        "{found} of {n} keywords are on the first screen in {month}", len(keywords), **values,
    )  # fmt: skip


def _description(story: Story, ranks: Ranks) -> str:
    w = story.wording
    said = [
        w.text("{term} {rank}", term=escape.svg(c.keyword.term), rank=w.rank(c.keyword.rank))
        if c.keyword.previous_rank is None
        else w.text("{term} {rank} (before: {before})", term=escape.svg(c.keyword.term), rank=w.rank(c.keyword.rank),
                    before=w.rank(c.keyword.previous_rank))
        for c in ranks.courses
    ]  # fmt: skip
    return w.text(
        "Search rank by keyword, median of {month}: {ranks}.", month=words.this_month(story), ranks=w.series(said)
    )


def _note(story: Story, ranks: Ranks) -> str:
    w = story.wording
    parts = [
        w.text("Median of each week’s readings; a week ends where its dot stands."),
        w.text("Logarithmic scale: from 4 to 1 is as far as from 40 to 10."),
    ]
    if any(rank > FIRST_SCREEN for rank in _known_ranks(ranks)):
        parts.append(w.text("Dotted across: after rank 10 the first screen of results ends."))
    if len(ranks.courses) > CROWD:
        parts.append(w.text("Named: what moved most, and others where there is room."))
    if ranks.left_out:
        parts.append(w.plural("{n} more keyword isn’t drawn.", "{n} more keywords aren’t drawn.", ranks.left_out))
    return w.joined(parts)


def _table(story: Story, ranks: Ranks) -> Table:
    w = story.wording
    columns = (Column("week_ending", w.text("Week ending"), "date"), Column("keyword", w.text("Keyword")),
               Column("rank", w.text("Rank"), "rank"))  # fmt: skip
    rows = [
        (ranks.first + dt.timedelta(end), course.keyword.term, None if week == NOT_FOUND else week)
        for course in ranks.courses
        for end, week in zip(ranks.ends, course.weeks, strict=True)
        if week is not None
    ]
    return Table(columns, tuple(rows))


# -- drawing


def _draw(story: Story, ranks: Ranks, canvas: Canvas) -> look.Picture:
    plane = _plane(story, ranks, canvas)
    named = list(zip(ranks.named, (look.BRAND, *look.SERIES), strict=False))
    ends = _ends(story, plane, ranks)
    rest = [course for course in ranks.courses if course not in ranks.named]
    unnamed = [course for course in rest if course not in [end.course for end in ends]]
    lines = [
        layer for course, colour in reversed(named) for layer in _lines(story, plane, ranks, [course], colour, 2.5)
    ]
    return plane.chart(
        *_month(story, plane, ranks),
        *plane.grid(),
        *_first_screen(story, plane, ranks, canvas),
        *_gaps(plane, ranks),
        *_lines(story, plane, ranks, unnamed, look.RULE, 1.25),
        *_lines(story, plane, ranks, [course for course in rest if course not in unnamed], look.PAST, 1.5),
        *lines,
        *_labels(plane, ends, {course.keyword.term: colour for course, colour in named}),
    )


def _plane(story: Story, ranks: Ranks, canvas: Canvas) -> look.Plane:
    worst = max((rank for course in ranks.courses for rank in course.found), default=10)
    floor = max(worst, 12) * 1.2
    shown = [tick for tick in TICKS if tick <= floor]
    ticks = tuple((-math.log(tick), story.wording.count(tick)) for tick in shown)
    low = _lane(floor) - math.log(1.15) if _has_lane(ranks) else -math.log(floor)
    right = (108 if canvas.is_narrow else 180) + 12
    texts = [fit.width(_label(story, course), bold=True) for course in ranks.courses]
    margin = look.Margin(fit.width(ticks[-1][1]) + 12, min(max([*texts, 60]) + 16, right), 24, 26)
    start, end = min(0, ranks.ends[0]), ranks.ends[-1]
    x = look.Axis(start - 0.5, end + 0.5, _days(story, ranks, canvas))
    y = look.Axis(low, math.log(1.15), ticks)
    return look.Plane(canvas.width, look.height(canvas, 400, 400, paper=330), margin, x, y, near="x")


def _lane(floor: float) -> float:
    """Where “not found” stands, below every rank."""
    return -math.log(floor * 1.25)


def _has_lane(ranks: Ranks) -> bool:
    return any(week == NOT_FOUND for course in ranks.courses for week in course.weeks)


def _days(story: Story, ranks: Ranks, canvas: Canvas) -> look.Ticks:
    """The first of each month, and the last day."""
    last = ranks.first + dt.timedelta(ranks.ends[-1])
    firsts = [
        ranks.first + dt.timedelta(n) for n in range(ranks.ends[-1] - 6) if (ranks.first + dt.timedelta(n)).day == 1
    ]
    return tuple((float((day - ranks.first).days), story.wording.day(day)) for day in (*firsts, last))


def _height(plane: look.Plane, week: Week) -> float:
    return plane.y.low + math.log(1.15) if week == NOT_FOUND or week is None else -math.log(week)


def _month(story: Story, plane: look.Plane, ranks: Ranks) -> list[look.Layer]:
    """This month as a band, named above it."""
    start = (story.report.first_day - ranks.first).days
    if start <= 0:
        return []
    band = plane.bars([{"x": start, "x2": plane.x.high, "y": plane.y.low, "y2": plane.y.high}], look.BAND)
    return [band, plane.texts([{"px": plane.px(start) + 2, "py": -11, "text": words.this_month(story)}])]


def _first_screen(story: Story, plane: look.Plane, ranks: Ranks, canvas: Canvas) -> list[look.Layer]:
    """Named within the month's band or before it, where no line is in the way; the note says it too."""
    w, level = story.wording, plane.py(-math.log(SCREEN))
    line = plane.rules([{"y": -math.log(SCREEN)}], look.PAST, 1.5, strokeDash=list(look.GAP))
    text = w.text("first screen") if canvas.is_narrow else w.text("first screen of results ends here")
    room, edge = fit.width(text), plane.px(max((story.report.first_day - ranks.first).days, 0))
    pixels = [place for course in ranks.courses for place in fit.along(_pixels(plane, ranks, course))]
    lefts = [left for left in range(int(plane.across - room - 4), 4, -12) if not left - 4 < edge < left + room + 4]
    places = [(float(left), level + side) for side in (-11, 12) for left in lefts]
    free = next((place for place in places if not fit.covered(place, pixels, room)), None)
    if free is None:
        return [line]
    row, ground = {"px": free[0], "py": free[1], "text": text}, look.BAND if free[0] > edge else look.PAPER
    return [line, plane.texts([row], ground, stroke=ground, strokeWidth=4, strokeJoin="round"), plane.texts([row])]


def _pixels(plane: look.Plane, ranks: Ranks, course: Course) -> list[fit.Place]:
    return [
        (plane.px(end), plane.py(_height(plane, week)))
        for end, week in zip(ranks.ends, course.weeks, strict=True)
        if week is not None
    ]


def _lines(
    story: Story, plane: look.Plane, ranks: Ranks, courses: Sequence[Course], colour: str, width: float
) -> Iterator[look.Layer]:
    """Lines with a gap wherever the keyword wasn't found or nobody looked."""
    w = story.wording
    rows: list[fit.Row] = [
        {"key": course.keyword.term, "x": end, "y": _height(plane, week) if isinstance(week, (int, float)) else None,
         "tip": look.said(escape.svg(course.keyword.term),
                          w.pair(w.day(ranks.first + dt.timedelta(end)), _rank(story, week)))}
        for course in courses
        for end, week in zip(ranks.ends, course.weeks, strict=True)
    ]  # fmt: skip
    known = [row for row in rows if row["y"] is not None]
    if known:
        yield plane.line(rows, colour, width, interpolate="monotone")
        yield plane.dots(known, colour, 20 if width > 2 else 12)


def _gaps(plane: look.Plane, ranks: Ranks) -> list[look.Layer]:
    """Dotted through the lane below, so that a gap is seen to belong to its line."""
    joins: list[fit.Row] = []
    lost: list[fit.Row] = []
    for course in ranks.courses:
        weeks = list(zip(ranks.ends, course.weeks, strict=True))
        own = {"key": course.keyword.term}
        lost += [{**own, "x": end, "y": _height(plane, week)} for end, week in weeks if week == NOT_FOUND]
        joins += [
            {**own, "x": a, "y": _height(plane, one), "x2": b, "y2": _height(plane, two)}
            for (a, one), (b, two) in pairwise(weeks)
            if NOT_FOUND in (one, two) and None not in (one, two)
        ]
    dotted = [plane.rules(joins, look.PAST, 1.5, strokeDash=list(look.GAP))] if joins else []
    return [*dotted, plane.dots(lost, look.PAST, 18)] if lost else []


def _rank(story: Story, week: Week) -> str:
    return story.wording.rank(None if week == NOT_FOUND else week)


def _last(course: Course) -> Week:
    return next((week for week in reversed(course.weeks) if week is not None), None)


def _label(story: Story, course: Course) -> str:
    """Name and last week's rank; in the lane the name alone, since the lane says the rest."""
    last = _last(course)
    return course.keyword.term if last == NOT_FOUND else f"{course.keyword.term} {_rank(story, last)}"


@dataclass(frozen=True)
class End:
    """What stands right of a line's end, at the pixel `py`; of the lane below all ranks there is no course."""

    text: str
    py: float
    course: Course | None = None


def _ends(story: Story, plane: look.Plane, ranks: Ranks) -> list[End]:
    """Names moved apart: all of them, or in a crowd those of the lines that moved most, the lane's, and of the others the
    heaviest that stand clear."""
    room = plane.margin.right - 14
    ends = [
        End(_end(story, c, room), plane.py(_height(plane, _last(c))), c) for c in ranks.courses if _last(c) is not None
    ]
    lane = End(fit.shorten(story.wording.text("not found"), room), plane.py(_height(plane, NOT_FOUND)) + 0.1)
    first = [end for end in ends if len(ends) <= CROWD or end.course in ranks.named]
    placed = _apart(plane, [*first, lane] if _has_lane(ranks) else first)
    for end in ends:
        if end not in first and all(abs(end.py - other.py) >= APART for other in placed):
            placed.append(end)
    return placed


def _apart(plane: look.Plane, ends: list[End]) -> list[End]:
    places = fit.dodge([end.py for end in ends], APART, 0, plane.up)
    return [replace(end, py=py) for end, py in zip(ends, places, strict=True)]


def _labels(plane: look.Plane, ends: list[End], colours: dict[str, str]) -> Iterator[look.Layer]:
    """With their courses' keys, so that a name dims with its line."""
    rows = [
        (colours.get(key), {**({"key": key} if key else {}), "px": plane.across + 10, "py": end.py, "text": end.text})
        for end in ends
        for key in (end.course.keyword.term if end.course else "",)
    ]
    yield plane.texts([row for colour, row in rows if colour is None], look.INK2)
    for colour in colours.values():
        yield plane.texts([row for own, row in rows if own == colour], colour, fontWeight=700)


def _known_ranks(ranks: Ranks) -> list[float]:
    return [rank for course in ranks.courses for rank in course.found]


def _end(story: Story, course: Course, room: float) -> str:
    last = _last(course)
    return fit.ending(course.keyword.term, "" if last == NOT_FOUND else _rank(story, last), room)
