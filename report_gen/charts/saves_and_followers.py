"""Do new followers come when people save? Both day by day over two months, each on a scale of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Day, Finding
from report_gen.statistics import FEWEST_DAYS
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Saves and followers")
RULE = "saves_lead_followers"  # the finding that says whether one follows the other
METRICS = ("saves", "new_followers")  # from above
FEWEST = 20  # days of the month
HIGH = 0.8  # of the row that a metric's highest day takes; its name stands above


@dataclass(frozen=True)
class Run:
    """The days of the month and of the one before, in order; `first` is the month's own first."""

    days: tuple[Day, ...]
    first: dt.date

    def of(self, metric: str) -> list[int]:
        return [day.values[metric] for day in self.days]

    def now(self, metric: str) -> int:
        return sum(day.values[metric] for day in self.days if day.date >= self.first)


def figure(story: Story) -> Figure | None:
    """None below twenty days of both counts, and where nobody followed."""
    run = _run(story)
    if sum(day.date >= run.first for day in run.days) < FEWEST or not all(any(run.of(m)) for m in METRICS):
        return None
    w = story.wording
    return Figure(
        title=_title(story, run),
        subtitle=w.text("Saves and new followers by day, each on a scale of its own. Coloured: {month}",
                        month=words.this_month(story)),
        description=_description(story, run),
        table=_table(story, run),
        draw=partial(_draw, story, run),
        note=_note(story, run),
    )  # fmt: skip


def _run(story: Story) -> Run:
    reports = [report for report in (story.before, story.report) if report]
    days = [day for report in reports for day in report.days if all(metric in day.values for metric in METRICS)]
    return Run(tuple(sorted(days, key=lambda day: day.date)), story.report.first_day)


def _finding(story: Story) -> Finding | None:
    return next((finding for finding in story.report.insights if finding.rule == RULE), None)


def _title(story: Story, run: Run) -> str:
    w, finding = story.wording, _finding(story)
    if finding:
        return finding.text.get(w.language, finding.text["en"])
    return w.text(
        "{saves} saves and {followers} new followers in {month}, day by day",
        saves=w.count(run.now("saves")), followers=w.count(run.now("new_followers")), month=words.this_month(story),
    )  # fmt: skip


def _note(story: Story, run: Run) -> str:
    """Nothing beyond chance is a result too, where there are days enough to look."""
    w = story.wording
    is_told = _finding(story) or len(run.days) < FEWEST_DAYS
    return "" if is_told else w.text("That one follows the other is not beyond chance here.")


def _description(story: Story, run: Run) -> str:
    w = story.wording
    most = [max(run.days, key=lambda day: day.values[metric]) for metric in METRICS]
    return w.text(
        "Two rows of bars by day from {first} to {last}. Most saves on {day}: {saves}. Most new followers on {other}: "
        "{followers}.",
        first=w.date(run.days[0].date), last=w.date(run.days[-1].date), day=w.date(most[0].date),
        saves=w.count(most[0].values["saves"]), other=w.date(most[1].date),
        followers=w.count(most[1].values["new_followers"]),
    )  # fmt: skip


def _table(story: Story, run: Run) -> Table:
    w = story.wording
    columns = (
        Column("date", w.text("Day"), "date"), Column("saves", w.text("Saves"), "count"),
        Column("new_followers", w.text("New followers"), "count"),
    )  # fmt: skip
    return Table(columns, tuple((day.date, *(day.values[metric] for metric in METRICS)) for day in run.days))


def _draw(story: Story, run: Run, canvas: Canvas) -> look.Picture:
    w = story.wording
    first, last = run.days[0].date, run.days[-1].date
    side = {
        metric: look.from_zero(max(run.of(metric)), partial(words.count_ticks, w), 2, whole=True) for metric in METRICS
    }
    left = max(fit.width(text) for axis in side.values() for _, text in axis.ticks) + 10
    ticks = tuple(_ticks(story, run, canvas))
    x = look.Axis(-0.6, (last - first).days + 0.6, ticks)
    plane = look.Plane(
        canvas.width, look.height(canvas, 300, 260, paper=220), look.Margin(left, 12, 4, 26), x, look.Axis(0, 2), near="x"
    )  # fmt: skip
    names = {"saves": w.text("Saves"), "new_followers": w.text("New followers")}
    return plane.chart(
        *(layer for row, metric in enumerate(METRICS) for layer in _row(story, plane, run, metric, 1 - row, side[metric])),
        plane.texts(
            [{"px": 2, "py": plane.py(2 - row) + 12, "text": names[metric]} for row, metric in enumerate(METRICS)],
            look.INK, fontWeight=700,
        ),
        plane.foot(),
    )  # fmt: skip


def _row(story: Story, plane: look.Plane, run: Run, metric: str, floor: int, scale: look.Axis) -> list[look.Layer]:
    w = story.wording
    marks: dict[str, list[fit.Row]] = {look.RULE: [], look.BRAND: []}
    for day in run.days:
        x, count = (day.date - run.days[0].date).days, day.values[metric]
        top = floor + HIGH * scale.part(max(count, 0))
        tip = f"{w.day(day.date)}: {w.count(count)}"
        colour = look.BRAND if day.date >= run.first else look.RULE
        marks[colour].append({"x": x - 0.36, "x2": x + 0.36, "y": floor, "y2": top, "tip": tip})
    levels = [(floor + HIGH * scale.part(value), text) for value, text in scale.ticks]
    return [
        plane.rules([{"y": y} for y, _ in levels[1:]], look.GRID),
        *(plane.bars(rows, colour) for colour, rows in marks.items() if rows),
        plane.rules([{"y": floor}], look.RULE),
        plane.texts([{"px": -8, "py": plane.py(y), "text": text} for y, text in levels], align="right"),
    ]


def _ticks(story: Story, run: Run, canvas: Canvas) -> list[tuple[float, str]]:
    """The first and the middle of each month; on a phone of two months only the first."""
    w, start = story.wording, run.days[0].date
    shown: Sequence[int] = (1,) if canvas.is_narrow and start < run.first else (1, 15)
    return [((day.date - start).days, w.day(day.date)) for day in run.days if day.date.day in shown]
