"""What would newer data change in approved months? Each number as it was told and as it would be now, with the cause.

The numbers that pages lead with stand one by one; those of single notes, keywords and the like are counted, and the CSV has
them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from report_gen import escape
from report_gen.figures import Cell, Column, Line, Listing, Table
from report_gen.listings._cells import pick
from report_gen.measures import NAMES
from report_gen.report import Restatement
from report_gen.story import Story
from report_gen.wording import MISSING, Wording, noop

SHEET = noop("Restatements")
A_FEW = 5  # shown where none leads a page
_ONE_BY_ONE = ("coverage", "headline", "pillars", "formats", "traits")
_RATES = ("save_rate", "saves_per_view", "saves_per_impression", "comment_rate", "click_through_rate", "share_of_saves",
          "evergreen_save_share")  # fmt: skip
_NAMES = {"coverage": noop("The month as a whole"), **NAMES}


def listing(story: Story) -> Listing | None:
    w, found = story.wording, sorted(story.restatements, key=_place)
    if not found:
        return None
    alone = [one for one in found if _stands_alone(one)] or found[:A_FEW]
    data = _table(w, found)
    other = any(one.month != story.report.month for one in found)
    return Listing(
        title=_title(w, found),
        subtitle=w.text("The numbers of the month stay as they were approved; this is what they would be today"),
        table=data,
        shown=pick(data.columns, "number", *(["month"] if other else []), "was", "would_be", "why"),
        lines=tuple(_line(w, one, before) for one, before in zip(alone, [None, *alone], strict=False)),
        extra=("month", "why") if other else ("why",),
        sub_repeats=True,
        note=_note(w, len(found) - len(alone)),
    )


def _table(w: Wording, found: Sequence[Restatement]) -> Table:
    columns = (
        Column("number", w.text("Number")),
        Column("month", w.text("Month"), "month"),
        Column("was", w.text("As approved"), "number"),
        Column("would_be", w.text("Would be"), "number"),
        Column("why", w.text("Why")),
    )
    rows = tuple(
        (_text(r.number), r.month, _text(r.was), _text(r.would_be), _text(r.why_in(w.language))) for r in found
    )
    return Table(columns, rows)


def _line(w: Wording, one: Restatement, before: Restatement | None) -> Line:
    """A cause that the line above has said already isn't said again. It stands below the number where the screen is too
    narrow for a column of its own."""
    same = before is not None and before.why == one.why
    cells = {
        "number": _named(w, one.number),
        "month": w.month_short(one.month, year=True),
        "was": _said(w, one.number, one.was),
        "would_be": _said(w, one.number, one.would_be),
        "why": w.text("the same") if same else escape.clean(one.why_in(w.language)),
    }
    return Line(cells, sub="" if same else cells["why"])


def _place(one: Restatement) -> tuple[int, str]:
    """Those that stand one by one first, by month; else as they came."""
    return 0 if _stands_alone(one) else 1, one.month


def _stands_alone(one: Restatement) -> bool:
    part, _, rest = one.number.partition(".")
    return part in _ONE_BY_ONE and ".interval." not in rest


def _named(w: Wording, number: str) -> str:
    """`headline.saves.value` as “Saves”, `pillars.Kopi guides.save_rate` as “Kopi guides: Save rate”."""
    part, *route = number.split(".")
    if part in ("coverage", "headline"):
        name = w.text(_NAMES.get(route[0], route[0]) if route else _NAMES[part])
        return w.text("{name}, target", name=name) if route[1:] == ["target"] else name
    group, field = ".".join(route[:-1]), route[-1]
    return w.text("{group}: {name}", group=escape.clean(group), name=w.text(_NAMES.get(field, field)))


def _said(w: Wording, number: str, value: int | float | str | None) -> str:
    """To as many digits as show what a restatement is about: a rate to hundredths of a per cent."""
    if isinstance(value, str) or value is None:
        return escape.clean(value or MISSING)
    if any(name in _RATES for name in number.split(".")):
        return w.rate(value, 2)
    return w.number(value, 0 if float(value).is_integer() else 2)


def _title(w: Wording, found: Sequence[Restatement]) -> str:
    months = list(dict.fromkeys(one.month for one in found))
    return w.plural(
        "Newer data would change one approved number of {months}",
        "Newer data would change {n} approved numbers of {months}",
        len(found), months=w.listed([w.month(month) for month in months]),
    )  # fmt: skip


def _note(w: Wording, more: int) -> str:
    if not more:
        return ""
    return w.plural(
        "And one number of a single note, keyword or interval; the CSV has it.",
        "And {n} numbers of single notes, keywords and intervals; the CSV has them.",
        more,
    )


def _text(value: Cell) -> Cell:
    return escape.clean(value) if isinstance(value, str) else value
