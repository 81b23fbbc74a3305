"""What does a save cost with each creator? Fees of the month's collaborations divided by their saves."""

from __future__ import annotations

from functools import partial

from report_gen import collaborations
from report_gen.charts import _creators as creators
from report_gen.charts import _dots as dots
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.collaborations import Together, cost
from report_gen.figures import Column, Figure, Table
from report_gen.report import Creator
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHAPE = "half"
SHEET = noop("Cost per save by creator")


def figure(story: Story) -> Figure | None:
    """None where no fee is known."""
    known = sorted(
        (one for one in story.report.creators if one.cost_per_save is not None),
        key=lambda c: (c.cost_per_save or 0, c.name),
    )
    if not known:
        return None
    w, earlier = story.wording, collaborations.before(story)
    said = w.series(f"{creators.name(one)} {cost(w, one.cost_per_save)}" for one in known)
    field = _field(story, known, earlier)
    return Figure(
        title=_title(story, known),
        subtitle=w.text("Cost per save in {month}: fee with service ÷ saves", month=words.this_month(story)),
        description=w.text("Cost per save by creator in {month}: {costs}.", month=words.this_month(story), costs=said),
        table=_table(story, known, earlier),
        draw=partial(dots.draw, field),
        note=_note(story, field, len(known)),
    )


def _title(story: Story, known: list[Creator]) -> str:
    w, first, last = story.wording, known[0], known[-1]
    values = {"first": creators.name(first, creators.TITLE), "cost": cost(w, first.cost_per_save)}
    if first is last:
        return w.text("A save cost {cost} with {first}", **values)
    values |= {"last": creators.name(last, creators.TITLE), "most": cost(w, last.cost_per_save)}
    return w.text("A save cost {cost} with {first}, {most} with {last}", **values)


def overall(known: list[Creator]) -> float | None:
    """Σ fees ÷ Σ saves of those whose fee and saves are known; None of a single one."""
    saves = sum(one.saves or 0 for one in known)
    return sum(one.fee or 0 for one in known) / saves if saves and len(known) > 1 else None


def _field(story: Story, known: list[Creator], earlier: dict[str, Together]) -> dots.Field:
    w, whole = story.wording, overall(known)
    rows = tuple(_dot(w, one, earlier.get(one.name)) for one in creators.shown(known))
    top = max([dot.value for dot in rows] + [dot.before or 0 for dot in rows] + [whole or 0])
    return dots.Field(
        dots=rows,
        x=look.from_zero(top, partial(_ticks, w), 4),
        goal=whole,
        aim=w.text("together {cost}", cost=cost(w, whole)) if whole is not None else "",
        before=w.text("before"),
    )


def _ticks(w: Wording, values: list[float]) -> look.Ticks:
    digits = 0 if all(float(value).is_integer() for value in values) else 2
    return tuple((value, w.money(value, digits if value else 0)) for value in values)


def _dot(w: Wording, one: Creator, then: Together | None) -> dots.Dot:
    saves = w.plural("{n} save", "{n} saves", one.saves or 0)
    return dots.Dot(
        name=creators.name(one),
        value=one.cost_per_save or 0,
        text=cost(w, one.cost_per_save),
        sub=w.text("{fee} for {saves}", fee=w.money(one.fee), saves=saves),
        before=then.cost_per_save if then else None,
    )


def _table(story: Story, known: list[Creator], earlier: dict[str, Together]) -> Table:
    w = story.wording
    columns = (
        Column("creator", w.text("Creator")),
        Column("fee", w.text("Fee, yuan"), "number"),
        Column("saves", w.text("Saves"), "count"),
        Column("cost_per_save", w.text("Yuan per save"), "number"),
        Column("earlier_cost_per_save", w.text("Months before"), "number"),
    )
    rows = [(one.name, one.fee, one.saves, one.cost_per_save, _cost(earlier, one)) for one in known]
    return Table(columns, tuple(rows))


def _cost(earlier: dict[str, Together], one: Creator) -> float | None:
    return earlier[one.name].cost_per_save if one.name in earlier else None


def _note(story: Story, field: dots.Field, count: int) -> str:
    w = story.wording
    parts = [creators.left_out(story, count)]
    unknown = [creators.name(one, creators.TITLE) for one in story.report.creators if one.fee is None]
    if unknown:
        parts.append(_without_fee(w, unknown))
    if any(dot.before is not None for dot in field.dots):
        parts.append(w.text("Hollow: the same creator’s notes of the five months before."))
    return w.joined(parts)


def _without_fee(w: Wording, unknown: list[str]) -> str:
    if len(unknown) > 3:
        return w.plural("{n} creator without a known fee.", "{n} creators without a known fee.", len(unknown))
    return w.text("Without a known fee: {names}.", names=w.listed(unknown))
