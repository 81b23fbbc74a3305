"""Which collaborations of the month earned what they cost? Creators by save rate, not by followers."""

from __future__ import annotations

from dataclasses import replace

from report_gen import collaborations
from report_gen.figures import Cell, Column, Line, Listing, Table
from report_gen.listings import _creators as words
from report_gen.listings._cells import lines, pick
from report_gen.listings._notes import base_columns, metric_word
from report_gen.listings._scale import RateScale
from report_gen.report import Creator
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHEET = noop("Creators")


def listing(story: Story) -> Listing | None:
    w, found = story.wording, _ordered(story.report.creators)
    if not found:
        return None
    own = story.report.value("save_rate")
    data, scale = _table(w, found), RateScale.over([c.save_rate for c in found], [c.interval for c in found], own)
    base = tuple(key for key in base_columns(story) if key in ("impressions", "views"))
    return Listing(
        title=_title(story, found),
        subtitle=w.text("Creators’ notes published in {month}, by save rate", month=w.month_name(story.report.month)),
        table=data,
        shown=pick(data.columns, "creator", "followers", "notes", "save_rate", "saves", *base, "fee", "cost_per_save"),
        lines=tuple(_line(w, line, one, scale) for line, one in zip(lines(w, data), found, strict=True)),
        key="save_rate",
        extra=("followers", "notes", "saves", *base, "fee"),
        ticks=_ticks(w, scale, own),
        goal=scale.at(own),
        mark_after="save_rate",
        note=_note(w, found),
    )


def _ordered(creators: tuple[Creator, ...]) -> list[Creator]:
    return sorted(creators, key=lambda c: (c.save_rate is None, -(c.save_rate or 0), c.name))


def _ticks(w: Wording, scale: RateScale, own: float | None) -> tuple[tuple[float, str], ...]:
    """0 and the account's own rate, which the dotted line stands for."""
    goal = scale.at(own)
    if own is None or goal is None:
        return scale.ticks(w, None)
    label = (goal, w.text("own {rate}", rate=w.rate(own)))
    return (label,) if goal < 0.3 else ((0.0, w.rate(0, 0)), label)


def _line(w: Wording, line: Line, one: Creator, scale: RateScale) -> Line:
    cells = {
        "creator": words.name(w, one.name),
        "fee": w.money(one.fee),
        "cost_per_save": collaborations.cost(w, one.cost_per_save),
    }
    mark = scale.mark(w, one.save_rate, one.interval)
    return replace(line, cells=line.cells | cells, sub=words.under(w, one.tier, one.flags), mark=mark)


def _table(w: Wording, found: list[Creator]) -> Table:
    columns = (
        Column("creator", w.text("Creator")),
        Column("tier", w.text("Tier")),
        Column("followers", w.text("Followers"), "count"),
        Column("notes", w.text("Notes"), "count"),
        Column("impressions", metric_word(w, "impressions"), "count"),
        Column("views", metric_word(w, "views"), "count"),
        Column("saves", metric_word(w, "saves"), "count"),
        Column("save_rate", w.text("Save rate"), "rate"),
        Column("interval_low", w.text("From"), "rate"),
        Column("interval_high", w.text("To"), "rate"),
        Column("fee", w.text("Fee"), "number"),
        Column("cost_per_save", w.text("Cost per save"), "number"),
        Column("flags", w.text("Remarks")),
    )
    return Table(columns, tuple(_row(one) for one in found))


def _row(one: Creator) -> tuple[Cell, ...]:
    return (
        one.name, one.tier, one.followers, one.notes, one.impressions, one.views, one.saves, one.save_rate,
        *(one.interval or (None, None)), one.fee, one.cost_per_save, " ".join(one.flags),
    )  # fmt: skip


def _title(story: Story, found: list[Creator]) -> str:
    """What was paid and kept in all; without a known fee of each, what was kept."""
    w, fee = story.wording, collaborations.known_sum(one.fee for one in found)
    saves = collaborations.known_sum(one.saves for one in found)
    creators = w.plural("{n} creator", "{n} creators", len(found))
    if saves is None:
        return w.text("{creators} published for the brand in {month}", creators=creators,
                      month=w.month_name(story.report.month))  # fmt: skip
    values = {"creators": creators, "saves": w.plural("{n} save", "{n} saves", saves)}
    if not saves or not fee:
        return w.text("{creators} brought {saves}", **values)
    return w.text("{creators} brought {saves} at {cost} each", cost=collaborations.cost(w, fee / saves), **values)


def _note(w: Wording, found: list[Creator]) -> str:
    parts = [
        w.text(
            "Counted from publication to the reading around the month’s end: notes of the last days had little time."
        )
    ]
    if any(one.tier for one in found):
        _, (_, mid), (_, top) = collaborations.TIERS
        parts.append(w.text("KOC: under {mid} followers; top KOL: from {top} on.", mid=w.count(mid), top=w.count(top)))
    if any(one.interval is not None for one in found):
        parts.append(w.text("Strip: 95% interval, from five notes on."))
    if any("inflated_audience" in one.flags for one in found):
        parts.append(w.text("“Looks inflated”: views per follower, and reactions per view, are both below a quarter of "
                            "the other creators’ median."))  # fmt: skip
    return w.joined(parts)
