"""What moved the save rate since the month before, group by group: shared by the charts that take it apart by pillar and by
note. Figures are hundredths of a point, rounded so that those shown add up to the change shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.contribution import Parts, contributions
from report_gen.figures import Canvas, Column, Table
from report_gen.report import Note, Report
from report_gen.significance import basis_changed, claim, comparable
from report_gen.story import Story

METRIC = "save_rate"
UNIT = 1e-4  # a hundredth of a point
BAR, GAP = 9, 6  # pixels: how high a bar is, and how far the second lies below the first
TOTALS = 62  # pixels for the column of totals
NAME = 0.29  # of a row: how far on a phone its name stands above its middle
_AFTER, _BELOW = 7, 16  # pixels from a bar's end to its figure, from a row's top to its bars on a phone


@dataclass(frozen=True)
class Effect:
    """A group's part of the change in hundredths of a point. `apart` where own rate and mix are told apart; rates and shares
    are fractions, None in a month without the group."""

    key: str
    name: str
    own: int
    mix: int
    now: Parts | None = None
    before: Parts | None = None
    sub: str = ""
    apart: bool = True

    @property
    def total(self) -> int:
        return self.own + self.mix


@dataclass(frozen=True)
class Change:
    """The save rate of two months in hundredths of a per cent, and the effects that lie between them, largest first."""

    now: int
    before: int
    effects: tuple[Effect, ...]
    bases: tuple[float, float]  # what rates divide by, this month and then

    @property
    def total(self) -> int:
        return self.now - self.before


def change(story: Story, key: Callable[[Note], str]) -> Change | None:
    """None where the two months can't be held against each other note by note."""
    report, before = story.report, story.before
    if before is None or not _are_alike(report, before):
        return None
    then, now = sums(before, key), sums(report, key)
    found = contributions(now, then)
    if not found:
        return None
    ends = [_hundredths(one.headline[METRIC].value or 0) for one in (report, before)]
    raw = [part for one in found for part in (one.rate, one.mix)]
    rest = (report.headline[METRIC].value or 0) - (before.headline[METRIC].value or 0) - sum(raw)
    shown = adding_up([*raw, rest] if abs(rest) >= UNIT / 2 else raw, ends[0] - ends[1])
    effects = [
        Effect(one.name, one.name, own, mix, now.get(one.name), then.get(one.name))
        for one, own, mix in zip(found, shown[::2], shown[1::2], strict=False)
    ]
    effects.sort(key=lambda effect: (-abs(effect.total), -abs(effect.own), effect.key))
    outside = [Effect("", story.wording.text("Not in the notes’ counts"), 0, shown[-1], apart=False)]
    return Change(
        ends[0],
        ends[1],
        (*effects, *(outside if len(shown) % 2 else [])),
        (_whole(now.values()), _whole(then.values())),
    )


def _are_alike(report: Report, before: Report) -> bool:
    """Both whole, counted by the same means and by the same definition, and neither without its older notes."""
    same = report.definitions.get(METRIC) == before.definitions.get(METRIC)
    whole = not before.coverage.first_month and len(comparable((report, before), METRIC)) == 2
    return same and whole and not basis_changed(report.headline[METRIC])


def sums(report: Report, key: Callable[[Note], str]) -> dict[str, Parts]:
    """Saves and what they divide by over the notes of each key, of which both are known."""
    found: dict[str, Parts] = {}
    for note in report.notes:
        saves, base = note.activity.get("saves"), note.activity.get(report.rate_per)
        if saves is not None and base is not None:
            part, whole = found.get(key(note), (0.0, 0.0))
            found[key(note)] = (part + saves, whole + base)
    return found


def adding_up(values: Sequence[float], total: int) -> list[int]:
    """The values in hundredths of a point, rounded so that they make `total`: where rounding each alone does not, those
    nearest to the next figure are moved by one."""
    exact = [value / UNIT for value in values]
    rounded = [round(value) for value in exact]
    missing = total - sum(rounded)
    step = 1 if missing > 0 else -1
    nearest = sorted(range(len(exact)), key=lambda n: (step * (rounded[n] - exact[n]), n))
    for n in range(abs(missing)):
        rounded[nearest[n % len(nearest)]] += step
    return rounded


def largest(found: Change, most: int, others: Callable[[int], str]) -> tuple[Effect, ...]:
    """The largest effects, and what the others make together; those that round to nothing stay in the table."""
    moved = tuple(effect for effect in found.effects if effect.own or effect.mix)
    if len(moved) <= most + 1:
        return moved
    kept = moved[:most]
    left = [effect for effect in found.effects if effect not in kept]
    name = others(sum(bool(effect.key) for effect in left))
    together = Effect("", name, sum(e.own for e in left), sum(e.mix for e in left), apart=left[0].apart)
    return (*kept, together)


def _hundredths(rate: float) -> int:
    return round(rate / UNIT)


def _whole(parts: Iterable[Parts]) -> float:
    return sum(whole for _, whole in parts)


# -- words


def points(story: Story, hundredths: int) -> str:
    """+0.21"""
    return story.wording.difference(hundredths / 100, 2)


def size(story: Story, hundredths: int) -> str:
    return story.wording.number(abs(hundredths) / 100, 2)


def ends(story: Story, found: Change) -> dict[str, str]:
    """Both rates, with as many digits as their parts, and the month before: fields of sentences."""
    w = story.wording
    rates = {"now": w.rate(found.now * UNIT, 2), "before": w.rate(found.before * UNIT, 2)}
    return {**rates, "month": words.month_before(story), "change": size(story, found.total)}


def verdict(story: Story) -> bool | None:
    return claim(story.report.headline[METRIC])


def leader(found: Change) -> Effect:
    """The effect that made most of the change, in its direction."""
    side = 1 if found.total > 0 else -1
    return max((effect for effect in found.effects if effect.key), key=lambda effect: side * effect.total)


def description(story: Story, found: Change, shown: Sequence[Effect]) -> str:
    w = story.wording
    told = w.series(
        w.text("{name} {points}", name=fit.shorten(effect.name, 400), points=points(story, effect.total))
        for effect in shown
    )
    return w.text(
        "Save rate {before} in {month}, {now} now. Of the {sum} points between: {parts}.",
        sum=points(story, found.total), parts=told, **ends(story, found),
    )  # fmt: skip


def table(story: Story, found: Change, label: str) -> Table:
    w = story.wording
    columns = (
        Column("name", label), Column("own_rate", w.text("By its own rate"), "effect"),
        Column("mix", w.text("By its share"), "effect"), Column("together", w.text("Together"), "effect"),
        Column("save_rate", w.text("Save rate"), "rate"), Column("previous_save_rate", w.text("Month before"), "rate"),
        Column("share", w.text("Share of {per}", per=words.per(story)), "share"),
        Column("previous_share", w.text("Share before"), "share"),
    )  # fmt: skip
    rows = (
        (e.name, e.own * UNIT, e.mix * UNIT, e.total * UNIT, rate(e.now), rate(e.before),
         share(e.now, found.bases[0]), share(e.before, found.bases[1]))
        for e in found.effects
    )  # fmt: skip
    return Table(columns, tuple(rows))


def rate(parts: Parts | None) -> float | None:
    return parts[0] / parts[1] if parts and parts[1] else None


def share(parts: Parts | None, whole: float) -> float | None:
    return parts[1] / whole if parts else None


# -- drawing


def draw(story: Story, found: Change, shown: tuple[Effect, ...], canvas: Canvas) -> look.Picture:
    """A row for each effect: on the left its name, in the middle its bars from the line of no change, on the right their
    sum; below them the change itself."""
    rows = [replace(effect, name=fit.shorten(effect.name, 600)) for effect in shown]
    plane = _plane(story, rows, canvas)
    total = Effect("", story.wording.text("Change of the save rate"), 0, found.total, apart=False)
    return plane.chart(
        _zero(plane, rows, canvas),
        *_bars(story, plane, rows, canvas),
        *_names(plane, [*rows, total], canvas),
        *_totals(story, plane, [*rows, total], canvas),
    )


def _plane(story: Story, rows: Sequence[Effect], canvas: Canvas) -> look.Plane:
    values = [value for effect in rows for value in _parts(effect)]
    low, high = min(0, *values) - 1e-9, max(0, *values) + 1e-9
    names = max(max(fit.width(e.name, bold=True), fit.width(e.sub)) for e in rows) + 18
    left = 0 if canvas.is_narrow else min(max(names, 170), 300 if canvas.width > 700 else 190)
    right = 0 if canvas.is_narrow else TOTALS
    # Room for a figure beyond either end; the figures' widths are pixels, the axis is values.
    room = fit.width(points(story, -100)) + _AFTER + 4
    across = max(canvas.width - left - right - 2 * room, 60)
    pad = room * (high - low) / across
    height = _row(rows, canvas) * (len(rows) + 1)
    margin = look.Margin(left, right, 6, 2)
    return look.Plane(
        canvas.width, height + 8, margin, look.Axis(low - pad, high + pad), look.Axis(0, len(rows) + 1), near="y"
    )  # fmt: skip


def _row(rows: Sequence[Effect], canvas: Canvas) -> int:
    """One bar beside a name needs less than two."""
    if canvas.is_narrow:
        return 56 if any(effect.apart for effect in rows) else 44
    return look.height(canvas, 48, 56, paper=40)


def _zero(plane: look.Plane, rows: Sequence[Effect], canvas: Canvas) -> look.Layer:
    """The line of no change, beside the bars only: on a phone names stand between them."""
    if not canvas.is_narrow:
        return plane.rules([{"x": 0, "y": 1, "y2": plane.y.high}], look.RULE)
    middles, far = [_middle(plane, place, canvas) for place in range(len(rows))], _pitch(plane) * 0.27
    return plane.rules([{"x": 0, "y": plane.y_at(py - far), "y2": plane.y_at(py + far)} for py in middles], look.RULE)


def _parts(effect: Effect) -> tuple[int, ...]:
    return (effect.own, effect.mix) if effect.apart else (effect.total,)


def _pitch(plane: look.Plane) -> float:
    return plane.up / plane.y.high


def _lift(plane: look.Plane) -> float:
    return NAME * _pitch(plane)


def _middle(plane: look.Plane, place: int, canvas: Canvas) -> float:
    """The pixel of a row's middle; on a phone the lower half, since names stand above their bars."""
    return (place + 0.5) * _pitch(plane) + (8 if canvas.is_narrow else 0)


def _bars(story: Story, plane: look.Plane, rows: Sequence[Effect], canvas: Canvas) -> list[look.Layer]:
    marks: dict[str, list[fit.Row]] = {look.BRAND: [], look.PAST: []}
    figures: list[fit.Row] = []
    for place, effect in enumerate(rows):
        parts = _parts(effect)
        top = _middle(plane, place, canvas) - (BAR * len(parts) + GAP * (len(parts) - 1)) / 2
        for n, value in enumerate(parts):
            py = top + n * (BAR + GAP)
            colour = look.PAST if n == 1 or not effect.key else look.BRAND
            tip = f"{effect.name}: {points(story, value)}"
            marks[colour].append({"x": 0, "x2": value, "y": plane.y_at(py), "y2": plane.y_at(py + BAR), "tip": tip})
            if effect.apart:  # else its sum says it
                figures.append(_figure(plane, value, py + BAR / 2, points(story, value)))
    drawn = [plane.bars(bars, colour) for colour, bars in marks.items() if bars]
    for side, align in ((True, "left"), (False, "right")):
        if beside := [row for row in figures if row["after"] is side]:
            drawn.append(plane.texts(beside, align=align))
    return drawn


def _figure(plane: look.Plane, value: int, py: float, text: str) -> fit.Row:
    after = value >= 0
    return {"px": plane.px(value) + (_AFTER if after else -_AFTER), "py": py, "text": text, "after": after}


def _names(plane: look.Plane, rows: Sequence[Effect], canvas: Canvas) -> list[look.Layer]:
    left = -plane.margin.left
    room = (plane.across - TOTALS if canvas.is_narrow else plane.margin.left) - 14
    names: list[fit.Row] = []
    subs: list[fit.Row] = []
    for place, effect in enumerate(rows):
        middle = (place + 0.5) * _pitch(plane)
        py = middle - _lift(plane) if canvas.is_narrow and place < len(rows) - 1 else middle - (9 if effect.sub else 0)
        name = fit.shorten(effect.name, room, bold=True)
        names.append({"px": left, "py": py, "text": name})
        # On a phone the sub-line stands behind the name, where it has room.
        end = fit.width(name, bold=True) + 10
        if effect.sub and not canvas.is_narrow:
            subs.append({"px": left, "py": middle + 9, "text": fit.shorten(effect.sub, room)})
        elif effect.sub and end + fit.width(effect.sub) < room:
            subs.append({"px": left + end, "py": py, "text": effect.sub})
    reach = (plane.x.high - plane.x.low) / plane.across
    ends = {"x": plane.x.low - plane.margin.left * reach, "x2": plane.x.high + plane.margin.right * reach}
    last = plane.rules([{"y": 1, **ends}], look.RULE)
    return [last, plane.texts(names, look.INK, fontWeight=700), *([plane.texts(subs)] if subs else [])]


def _totals(story: Story, plane: look.Plane, rows: Sequence[Effect], canvas: Canvas) -> list[look.Layer]:
    whole = plane.across + plane.margin.right
    texts = []
    for place, effect in enumerate(rows):
        middle = (place + 0.5) * _pitch(plane)
        py = middle - _lift(plane) if canvas.is_narrow and place < len(rows) - 1 else middle
        texts.append({"px": whole, "py": py, "text": points(story, effect.total)})
    return [plane.texts(texts, look.INK, align="right", fontWeight=700)]
