"""Which step of the way loses people? Each step of the funnel against what is usual here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from statistics import median

from report_gen import yardsticks
from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Column, Figure, Table
from report_gen.report import Report, Usual
from report_gen.significance import comparable
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHAPE = "half"
SHEET = noop("Steps of the funnel")
STEPS = (("views", "impressions"), ("saves", "views"), ("click_throughs", "saves"))
WIDEST = 1.5  # of the usual, above or below: further out a dot stands at the edge
LEAST = 0.2


@dataclass(frozen=True)
class Step:
    """One count per another, and what that usually is."""

    part: str
    whole: str
    name: str
    value: float
    usual: Usual

    @property
    def off(self) -> float:
        """How far from the usual, as a part of it."""
        return self.value / self.usual.median - 1

    @property
    def is_outside(self) -> bool:
        """As the numbers are written: 15.52 is not outside 15.5."""
        low, value, high = (round(100 * one, 1) for one in (self.usual.low, self.value, self.usual.high))
        return not low <= value <= high


def figure(story: Story) -> Figure | None:
    """None in a partial month, and where fewer than three of the six months before have the steps."""
    steps = _steps(story)
    if not steps:
        return None
    w = story.wording
    said = w.series(w.text("{step}: {value}, usual {low} to {high}", **_values(w, step)) for step in steps)
    return Figure(
        title=_title(w, steps, _leaking(story)),
        subtitle=w.text("Shaded: the range of the months before; 0 is their median"),
        description=w.text("Steps of the funnel in {month}. {steps}.", month=words.this_month(story), steps=said),
        table=_table(w, steps),
        draw=partial(_draw, w, steps),
        note=_note(w, steps),
    )


def _steps(story: Story) -> list[Step]:
    if story.report.coverage.partial:
        return []
    made = (_step(story, part, whole) for part, whole in STEPS)
    return [step for step in made if step is not None]


def _step(story: Story, part: str, whole: str) -> Step | None:
    now = _ratio(story.report, story.report, part, whole)
    months = [r for r in story.six_before if r in comparable(story.six_before, part)]
    past = [_ratio(one, story.report, part, whole) for one in comparable(months, whole)]
    known = [value for value in past if value]
    if not now or len(known) < yardsticks.FEWEST_MONTHS:
        return None
    usual = Usual(median=median(known), low=min(known), high=max(known), months=len(known))
    return Step(part, whole, _names(story.wording)[part], now, usual)


def _ratio(report: Report, like: Report, part: str, whole: str) -> float | None:
    """Σ ÷ Σ of the month, where both are counted from the sources that they are this month."""
    if part == "views":
        return _opened(report)
    pairs = [(report.headline.get(metric), like.headline.get(metric)) for metric in (part, whole)]
    if any(one is None or now is None or one.basis != now.basis for one, now in pairs):
        return None
    top, bottom = report.value(part), report.value(whole)
    return top / bottom if top and bottom and top > 0 and bottom > 0 else None


def _opened(report: Report) -> float | None:
    """Views per impression of image notes: a video that plays by itself has views that no impression led to."""
    pairs = [(n.activity.get("views"), n.activity.get("impressions")) for n in report.notes if n.format == "image"]
    known = [(views, seen) for views, seen in pairs if views is not None and seen is not None]
    seen = sum(pair[1] for pair in known)
    return sum(pair[0] for pair in known) / seen if seen > 0 else None


def _names(w: Wording) -> dict[str, str]:
    return {
        "views": w.text("Views per 100 impressions, images"),
        "saves": w.text("Saves per 100 views"),
        "click_throughs": w.text("Click-throughs per 100 saves"),
    }


def _values(w: Wording, step: Step) -> dict[str, str]:
    low, high = (w.number(limit * 100) for limit in (step.usual.low, step.usual.high))
    return {"step": step.name, "value": w.number(step.value * 100), "low": low, "high": high}


def _leaking(story: Story) -> str:
    """The part whose step the month's finding is about, if there is one."""
    found = next((f.evidence["step"] for f in story.report.insights if f.rule == "funnel_leak"), "")
    return "click_throughs" if found == "clicks" else str(found)


def _title(w: Wording, steps: list[Step], leaking: str) -> str:
    """The step that leaks, else the one furthest outside its range; the range is given, and nothing claimed."""
    outside = [step for step in steps if step.part == leaking] or [step for step in steps if step.is_outside]
    if not outside:
        months = w.count(max(step.usual.months for step in steps))
        return w.text("No step is outside its range of the {months} months before", months=months)
    furthest = max(outside, key=lambda step: abs(step.off))
    return w.text("{step}: {value}, usual {low} to {high}", **_values(w, furthest))


def _note(w: Wording, steps: list[Step]) -> str:
    chance = yardsticks.outside_by_chance(min(step.usual.months for step in steps))
    parts = [w.text("By chance alone a step lies outside its range in {share} of months.", share=w.share(chance))]
    if any(abs(step.off) > WIDEST for step in steps):
        parts.append(w.text("What is further out stands at the edge."))
    return w.joined(parts)


def _table(w: Wording, steps: list[Step]) -> Table:
    columns = (
        Column("step", w.text("Step")),
        Column("rate", w.text("This month"), "rate"),
        Column("usual", w.text("Usual"), "rate"),
        Column("usual_low", w.text("Lowest"), "rate"),
        Column("usual_high", w.text("Highest"), "rate"),
        Column("months", w.text("Months"), "count"),
    )
    rows = [(s.name, s.value, s.usual.median, s.usual.low, s.usual.high, s.usual.months) for s in steps]
    return Table(columns, tuple(rows))


# -- drawing


def _draw(w: Wording, steps: list[Step], canvas: Canvas) -> look.Picture:
    plane = _plane(w, steps, canvas)
    heights = [len(steps) - place - 0.5 for place in range(len(steps))]
    rows = list(zip(steps, heights, strict=True))
    band = [
        {"x": _at(plane, s.usual.low / s.usual.median - 1), "x2": _at(plane, s.usual.high / s.usual.median - 1),
         "y": y - 0.16, "y2": y + 0.16}
        for s, y in rows
    ]  # fmt: skip
    dots = [{"x": _at(plane, s.off), "y": y, "tip": w.pair(s.name, w.number(s.value * 100))} for s, y in rows]
    return plane.chart(
        plane.rules([{"x": value} for value, _ in plane.x.ticks], look.GRID),
        plane.bars(band, look.BAND),
        plane.rules([{"x": 0.0}], look.RULE, 1.5),
        plane.foot(),
        plane.dots(dots, look.BRAND, 100),
        *_texts(w, plane, rows, narrow=canvas.is_narrow),
    )


def _plane(w: Wording, steps: list[Step], canvas: Canvas) -> look.Plane:
    far = max(LEAST, *(abs(v / s.usual.median - 1) for s in steps for v in (s.value, s.usual.low, s.usual.high)))
    reach = min(far, WIDEST) * 1.15
    left = 18 if canvas.is_narrow else max(fit.width(step.name, bold=True) for step in steps) + 18
    ticks = tuple((value, w.change(value)) for value in _round(reach))
    height = look.height(canvas, 78, 74, paper=64) * len(steps) + 40
    margin = look.Margin(left=left, right=20, top=12, bottom=26)
    return look.Plane(canvas.width, height, margin, look.Axis(-reach, reach, ticks), look.Axis(0, len(steps)), near="y")


def _round(reach: float) -> tuple[float, ...]:
    """A round part below, none, and the same above."""
    step = next((part for part in (1.0, 0.5, 0.25, 0.2, 0.1) if part <= reach), 0.1)
    return (-step, 0.0, step)


def _at(plane: look.Plane, off: float) -> float:
    return plane.x.within(off)


def _texts(w: Wording, plane: look.Plane, rows: list[tuple[Step, float]], *, narrow: bool) -> list[look.Layer]:
    names: list[fit.Row] = []
    subs: list[fit.Row] = []
    values: list[fit.Row] = []
    for step, y in rows:
        middle, text = plane.py(y), w.number(step.value * 100)
        usual = w.text("usual {low} to {high}", **_values(w, step))
        names.append({"px": -plane.margin.left, "py": middle - (28 if narrow else 9), "text": step.name})
        subs.append({"px": plane.across + 20 if narrow else -plane.margin.left, "py": middle - 28 if narrow else middle + 9,
                     "text": usual})  # fmt: skip
        values.append(
            {"px": plane.px(_at(plane, step.off)), "py": middle + 19 if narrow else middle - 19, "text": text}
        )
    return [
        *plane.haloed(names, look.INK, fontWeight=700),
        *plane.haloed(subs, align="right" if narrow else "left"),
        *plane.haloed(values, look.BRAND, align="center", fontWeight=700, fontSize=14),
    ]
