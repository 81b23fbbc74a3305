"""Who is worth working with again? The collaborations of up to six months together, by creator."""

from __future__ import annotations

from dataclasses import replace

from report_gen import collaborations
from report_gen.collaborations import Together
from report_gen.figures import Cell, Column, Line, Listing, Table
from report_gen.listings import _creators as words
from report_gen.listings._cells import lines, pick
from report_gen.listings._notes import metric_word
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHEET = noop("Collaborations, half a year")
SHOWN = 20


def listing(story: Story) -> Listing | None:
    """None where no month before this one has collaborations: the month's own table says it all."""
    months = collaborations.window(story)
    if len(months) < 2:
        return None
    w, found = story.wording, collaborations.together(months, story.report.rate_per)
    data = _table(w, found)
    return Listing(
        title=_title(w, found, len(months)),
        subtitle=w.text("Collaborations published in {months}, together",
                        months=w.listed([w.month_name(report.month) for report in months])),
        table=data,
        shown=pick(data.columns, "creator", "months", "notes", "saves", "save_rate", "fee", "cost_per_save"),
        lines=tuple(_line(w, line, one) for line, one in zip(lines(w, data, SHOWN), found, strict=False)),
        key="save_rate",
        extra=("months", "notes", "saves", "fee"),
        note=_note(w, len(found)),
    )  # fmt: skip


def _title(w: Wording, found: tuple[Together, ...], months: int) -> str:
    creators = w.plural("{n} creator", "{n} creators", len(found))
    values = {"creators": creators, "months": w.count(months)}
    saves = collaborations.known_sum(one.saves for one in found)
    if saves is None:
        return w.text("{creators} in {months} months", **values)
    values["saves"] = w.plural("{n} save", "{n} saves", saves)
    fee = collaborations.known_sum(one.fee for one in found)
    if fee is None:
        return w.text("{creators} in {months} months: {saves}", **values)
    return w.text("{creators} in {months} months: {saves} for {fee}", fee=w.money(fee), **values)


def _line(w: Wording, line: Line, one: Together) -> Line:
    cells = {
        "creator": words.name(w, one.name),
        "months": w.enumerated(w.month_short(month) for month in one.months),
        "fee": w.money(one.fee),
        "cost_per_save": collaborations.cost(w, one.cost_per_save),
    }
    return replace(line, cells=line.cells | cells, sub=words.under(w, one.tier, one.flags))


def _table(w: Wording, found: tuple[Together, ...]) -> Table:
    columns = (
        Column("creator", w.text("Creator")),
        Column("tier", w.text("Tier")),
        Column("followers", w.text("Followers"), "count"),
        Column("months", w.text("Months")),
        Column("notes", w.text("Notes"), "count"),
        Column("saves", metric_word(w, "saves"), "count"),
        Column("save_rate", w.text("Save rate"), "rate"),
        Column("fee", w.text("Fee"), "number"),
        Column("cost_per_save", w.text("Cost per save"), "number"),
        Column("flags", w.text("Remarks")),
    )
    return Table(columns, tuple(_row(one) for one in found))


def _row(one: Together) -> tuple[Cell, ...]:
    return (
        one.name, one.tier, one.followers, " ".join(one.months), one.notes, one.saves, one.save_rate, one.fee,
        one.cost_per_save, " ".join(one.flags),
    )  # fmt: skip


def _note(w: Wording, count: int) -> str:
    parts = [w.text("Each month’s notes at the reading of that month; cost only where every fee is known.")]
    if count > SHOWN:
        parts.append(w.text("The first {shown} of {n} creators.", shown=w.count(SHOWN), n=w.count(count)))
    return w.joined(parts)
