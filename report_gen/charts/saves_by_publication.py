"""Do old notes keep earning? Each month's saves by the age of the notes that earned them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Note, Report
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Saves by publication")
AGES = ("evergreen", "recent", "new")  # from the axis upwards


@dataclass(frozen=True)
class Parts:
    """A month's saves by age of note; a note that lost saves counts as 0, so that the parts make a whole."""

    x: int
    month: str
    saves: dict[str, int]

    @property
    def whole(self) -> int:
        return sum(self.saves.values())

    def share(self, age: str) -> float:
        return self.saves[age] / self.whole


def figure(story: Story) -> Figure | None:
    """None in a first month, when saves of older notes can't be told from earlier ones, and without saves."""
    told = months.history(story, "saves")
    parts = [p for point in told.points if (p := _parts(story, point))] if told else []
    if told is None or not parts or parts[-1].month != story.report.month:
        return None
    w, now = story.wording, parts[-1]
    shares = {age: w.share(now.share(age)) for age in AGES}
    return Figure(
        title=_title(story, parts),
        subtitle=w.text("Share of each month’s saves by the age of the notes that earned them"),
        description=w.text(
            "Of {month}’s saves, {evergreen} were earned by notes published over 30 days before the month, "
            "{recent} by those of the 30 days before it, {new} by notes of the month.", month=words.this_month(story), **shares,
        ),
        table=_table(story, parts),
        draw=partial(_draw, story, told, parts),
        note=w.text("Saves as the notes’ own counts have them: {saves} in {month}.", saves=w.count(now.whole),
                    month=words.this_month(story)),
    )  # fmt: skip


def _parts(story: Story, point: months.Point) -> Parts | None:
    report = story.at(point.month)
    if report is None or report.coverage.first_month:
        return None
    parts = Parts(point.x, point.month, {age: _saves(report, age) for age in AGES})
    return parts if parts.whole > 0 else None


def _saves(report: Report, age: str) -> int:
    return sum(max(note.activity.get("saves") or 0, 0) for note in report.notes if _age(note) == age)


def _age(note: Note) -> str:
    return next((age for age in ("new", "evergreen") if age in note.flags), "recent")


def _title(story: Story, parts: list[Parts]) -> str:
    w, now = story.wording, parts[-1]
    values = {"share": w.share(now.share("evergreen")), "month": words.this_month(story)}
    before = next((p for p in parts[:-1] if story.before and p.month == story.before.month), None)
    if before is None or story.report.coverage.partial:
        return w.text("{share} of {month}’s saves came from notes over 30 days old", **values)
    if now.saves["evergreen"] == before.saves["evergreen"] == 0:
        return w.text("No save of {month} came from a note over 30 days old", **values)
    values |= {"last": w.share(before.share("evergreen")), "before": words.month_before(story)}
    return w.text("{share} of {month}’s saves came from notes over 30 days old, against {last} in {before}", **values)


def _table(story: Story, parts: list[Parts]) -> Table:
    w = story.wording
    columns = (
        Column("month", w.text("Month"), "month"), Column("saves", w.text("Saves"), "count"),
        Column("evergreen", w.text("Over 30 days old"), "share"), Column("recent", w.text("Of the 30 days before"), "share"),
        Column("new", w.text("Of the month"), "share"),
    )  # fmt: skip
    return Table(columns, tuple((p.month, p.whole, *(p.share(age) for age in AGES)) for p in parts))


def _draw(story: Story, told: months.History, parts: list[Parts], canvas: Canvas) -> look.Picture:
    w, narrow = story.wording, canvas.is_narrow
    y = look.Axis(0, 1, tuple((part, w.share(part)) for part in (0, 0.25, 0.5, 0.75, 1)))
    names = {
        "new": w.text("of the month"),
        "recent": w.text("30 days before") if narrow else w.text("of the 30 days before"),
        "evergreen": w.text("older") if narrow else w.text("over 30 days old"),
    }
    room = max(fit.width(f"{name} 100%", bold=True) for name in names.values())
    height = look.height(canvas, 260, 240, paper=220)
    eventful = any(point.events for point in told.known)
    side = look.Margin(right=room + 12, top=24 if eventful else 12)
    plane = months.plane(told, canvas, w, y, side, height, bars=True)
    shades = {"evergreen": look.PAST, "recent": look.RULE, "new": look.GRID}
    bars = {age: [_bar(story, p, age) for p in parts] for age in AGES}
    now = [bars["evergreen"].pop()]
    return plane.chart(
        *plane.grid(),
        *(plane.bars(rows, shades[age]) for age, rows in bars.items() if rows),
        plane.bars(now, look.BRAND),
        *_labels(story, plane, parts[-1], names),
        *months.event_marks(plane, _full(told, parts)),
    )


def _full(told: months.History, parts: list[Parts]) -> months.History:
    """The months whose bars stand there, all as high as the plane."""
    drawn = {one.month for one in parts}
    points = tuple(replace(point, value=1.0 if point.month in drawn else None) for point in told.points)
    return replace(told, points=points)


def _bar(story: Story, parts: Parts, age: str) -> fit.Row:
    w = story.wording
    below = sum(parts.share(one) for one in AGES[: AGES.index(age)])
    tip = w.text(
        "{month}: {saves} of {all} saves",
        month=w.month(parts.month),
        saves=w.count(parts.saves[age]),
        all=w.count(parts.whole),
    )
    return {"x": parts.x - 0.36, "x2": parts.x + 0.36, "y": below, "y2": below + parts.share(age), "tip": tip}


def _labels(story: Story, plane: look.Plane, now: Parts, names: dict[str, str]) -> list[look.Layer]:
    """Beside the last bar, at the middle of each part."""
    middles = [
        plane.py(sum(now.share(one) for one in AGES[: n + 1]) - now.share(age) / 2) for n, age in enumerate(AGES)
    ]
    places = fit.dodge(middles, 17, 6, plane.up - 6)
    rows = [
        {"px": plane.px(now.x + 0.36) + 10, "py": py, "text": f"{names[age]} {story.wording.share(now.share(age))}"}
        for age, py in zip(AGES, places, strict=True)
    ]
    return [*plane.haloed(rows[:1], look.BRAND, fontWeight=700), *plane.haloed(rows[1:], look.INK2)]
