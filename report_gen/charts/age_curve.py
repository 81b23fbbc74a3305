"""How long do notes keep earning, and do this month's earn saves faster than notes usually do here? Saves of a note by days
since publication."""

from __future__ import annotations

import math
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import AgePoint
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Saves by age")
DRAWN = 30  # days; the table goes on to the oldest age
TOLD = 7  # days: most of the month's notes are that old by its end
BY_CHANCE = 0.01  # not 5 %: the usual is estimated too, and several ages are looked at
_SMOOTH = "monotone"


def figure(story: Story) -> Figure | None:
    """None below five notes of the month at any age, and where a single age has nothing to stand beside."""
    own = _rising([(point, point.saves) for point in story.report.age_curve])
    usual = _rising([(point, point.usual) for point in story.report.age_curve])
    if not own or (len(own) < 2 and not usual):
        return None
    w = story.wording
    shade = w.text("Shaded: middle half of earlier notes") if usual else ""
    return Figure(
        title=_title(story, own),
        subtitle=w.joined([w.text("Saves per note (median) by days since publication."), shade]),
        description=_description(story, own, usual),
        table=_table(story),
        draw=partial(_draw, story, own, usual),
        note=_note(story, own, usual),
    )


def _rising(points: list[tuple[AgePoint, float | None]]) -> list[AgePoint]:
    """Those that are known, up to where the middle would fall: a note's saves add up, and only that fewer notes are so old
    already can make it look otherwise."""
    known = [(point, saves) for point, saves in points if saves is not None]
    falls = next((n for n in range(1, len(known)) if known[n][1] < known[n - 1][1]), len(known))
    return [point for point, _ in known[:falls]]


def _title(story: Story, own: list[AgePoint]) -> str:
    """How many of the month's notes have passed the usual: a count, and whether such a count comes by chance."""
    w = story.wording
    point = next((p for p in reversed(own) if p.days <= TOLD), own[0])
    values = {
        "month": words.this_month(story), "days": w.count(point.days), "saves": w.count(point.saves),
        "usual": w.count(point.usual), "above": w.count(point.above),
    }  # fmt: skip
    if point.usual is None or point.above is None:
        return w.text("By day {days} half of {month}’s notes have {saves} saves or more", **values)
    if _by_chance(point.above, point.notes) <= BY_CHANCE:
        return w.plural(
            "By day {days}, {above} of {n} note of {month} has more than the usual {usual} saves",
            "By day {days}, {above} of {n} notes of {month} have more than the usual {usual} saves",
            point.notes, **values,
        )  # fmt: skip
    return w.text(
        "By day {days}, {month}’s notes have {saves} saves each; {usual} is usual, and the difference could be chance",
        **values,
    )


def _by_chance(above: int, notes: int) -> float:
    """How likely a count as far from half of the notes is, where each is as likely above as below (the sign test)."""
    far = max(above, notes - above)
    return float(min(1, 2 * sum(math.comb(notes, k) for k in range(far, notes + 1)) / 2**notes))


def _description(story: Story, own: list[AgePoint], usual: list[AgePoint]) -> str:
    w = story.wording

    def listed(points: list[tuple[int, float | None]]) -> str:
        return w.series(w.text("day {day}: {saves}", day=w.count(day), saves=w.count(saves)) for day, saves in points)

    said = w.text("Median saves of {month}’s notes by days since publication: {points}.",
                  month=words.this_month(story), points=listed([(p.days, p.saves) for p in own]))  # fmt: skip
    if not usual:
        return said
    return w.joined([said, w.text("Usual: {middles}.", middles=listed([(p.days, p.usual) for p in usual]))])


def _note(story: Story, own: list[AgePoint], usual: list[AgePoint]) -> str:
    w = story.wording
    values = {"now": w.count(own[0].notes), "month": words.this_month(story)}
    counted = (
        w.text("{now} notes of {month} against {earlier} of the six months before, each while it was that old.",
               earlier=w.count(max(point.usual_notes for point in usual)), **values)
        if usual
        else w.text("{now} notes of {month}, each while it was that old.", **values)
    )  # fmt: skip
    later = [point for point in usual if point.days > DRAWN]
    kept = (
        w.text("{saves} saves are usual by day {days}.", days=w.count(later[-1].days), saves=w.count(later[-1].usual))
        if later
        else ""
    )
    between = w.text("Days between two note lists are estimated.")
    return w.joined([counted, kept, between])


def _table(story: Story) -> Table:
    w = story.wording
    columns = (
        Column("days", w.text("Days since publication"), "count"), Column("saves", w.text("Saves per note"), "number"),
        Column("notes", w.text("Notes"), "count"), Column("usual", w.text("Usual"), "number"),
        Column("low", w.text("Usual from"), "number"), Column("high", w.text("Usual to"), "number"),
        Column("usual_notes", w.text("Earlier notes"), "count"),
    )  # fmt: skip
    return Table(
        columns,
        tuple((p.days, p.saves, p.notes, p.usual, p.low, p.high, p.usual_notes) for p in story.report.age_curve),
    )


# -- drawing


def _draw(story: Story, own: list[AgePoint], usual: list[AgePoint], canvas: Canvas) -> look.Picture:
    w = story.wording
    own, usual = ([p for p in points if p.days <= DRAWN] for points in (own, usual))
    name = w.text("{month}’s notes", month=words.this_month(story))
    top = max(value or 0 for p in (*own, *usual) for value in (p.saves, p.high))
    y = look.from_zero(top, partial(words.count_ticks, w), whole=True)
    days = ((0.0, w.text("day {n}", n=0)), *((float(n), w.count(n)) for n in (7, 14, 21, 30)))
    label = w.text("usual")
    margin = look.Margin(max(fit.width(text) for _, text in y.ticks) + 12, fit.width(label) + 14, 24, 26)
    plane = look.Plane(
        canvas.width, look.height(canvas, 300, 250, paper=220), margin, look.Axis(0, DRAWN, days), y, near="x"
    )  # fmt: skip
    rows = [_row(story, p.days, p.saves) for p in own]
    return plane.chart(
        *_usual(story, plane, usual, label),
        *plane.grid(),
        plane.line([*_begun(own[0].days, y=own[0].saves), *rows], look.BRAND, 2.5, interpolate=_SMOOTH),
        plane.dots(rows, look.BRAND, 30),
        plane.dots(rows[-1:], look.BRAND, 100),
        *_name(plane, rows[-1], name, [(p.days, p.usual or 0) for p in usual]),
    )


def _row(story: Story, days: int, saves: float | None) -> fit.Row:
    w = story.wording
    day = w.text("day {day}: {saves}", day=w.count(days), saves=w.count(saves))
    return {"x": days, "y": saves, "tip": day}


def _usual(story: Story, plane: look.Plane, usual: list[AgePoint], label: str) -> list[look.Layer]:
    if not usual:
        return []
    first = usual[0]
    band = [*_begun(first.days, y=first.low, y2=first.high), *({"x": p.days, "y": p.low, "y2": p.high} for p in usual)]
    middle = [*_begun(first.days, y=first.usual), *(_row(story, p.days, p.usual) for p in usual)]
    end = {"px": plane.px(usual[-1].days) + 8, "py": plane.py(usual[-1].usual or 0), "text": label}
    return [
        plane.area(band, interpolate=_SMOOTH),
        plane.line(middle, look.PAST, interpolate=_SMOOTH),
        plane.texts([end]),
    ]


def _begun(first: int, **values: float | None) -> list[fit.Row]:
    """The course from 0 up to the first age, as saves are taken to grow between readings."""
    return [
        {"x": day, **{name: (value or 0) * math.log1p(day) / math.log1p(first) for name, value in values.items()}}
        for day in (0, 1, 2, 4)
        if day < first
    ]


def _name(plane: look.Plane, end: fit.Row, name: str, usual: list[tuple[int, float]]) -> list[look.Layer]:
    """The name of this month's line at its end: above it, or below where it runs below the usual."""
    room = fit.width(name, bold=True)
    beside = next((value for day, value in usual if day == end["x"]), None)
    side = 18 if beside is not None and end["y"] < beside and plane.py(end["y"]) + 26 < plane.up else -15
    px = min(max(plane.px(end["x"]) - room / 2, 4), plane.across - room)
    row = {"px": px, "py": plane.py(end["y"]) + side, "text": name}
    return plane.haloed([row], look.BRAND, fontWeight=700)
