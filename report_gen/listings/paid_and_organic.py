"""What did advertising bring, and what came by itself? The month's totals, their paid part and the rest."""

from __future__ import annotations

from dataclasses import replace

from report_gen.figures import Cell, Column, Line, Listing, Table
from report_gen.listings._cells import fraction, lines, pick, rate
from report_gen.listings._notes import metric_word
from report_gen.report import Paid, Share
from report_gen.story import Story
from report_gen.wording import MISSING, Wording, noop

SHEET = noop("Paid and organic")
METRICS = ("saves", "impressions", "views", "comments", "likes", "shares", "new_followers")  # saves first


def listing(story: Story) -> Listing | None:
    w, paid = story.wording, story.report.paid
    if paid is None or not paid.shares:
        return None
    shares = sorted(paid.shares, key=lambda share: METRICS.index(share.metric))
    data = _table(story, paid, shares)
    last = _rate_line(w, paid, lines(w, data)[-1], story)
    return Listing(
        title=_title(w, shares),
        subtitle=_subtitle(story, paid),
        table=data,
        shown=pick(data.columns, "figure", "total", "paid", "organic", "share"),
        lines=(*(_about(w, line) for line in lines(w, data)[:-1]), last),
        key="organic",
        extra=("share",),
        note=w.text(
            "Organic is what advertising leaves of the total, approximately (≈): the advertising platform counts within "
            "windows of its own and fills its numbers in for days afterwards."
        ),
        folded=True,
    )


def _table(story: Story, paid: Paid, shares: list[Share]) -> Table:
    w = story.wording
    columns = (
        Column("metric", w.text("Metric")),
        Column("figure", w.text("Figure")),
        Column("total", w.text("All"), "count"),
        Column("paid", w.text("Paid"), "count"),
        Column("organic", w.text("Organic"), "count"),
        Column("share", w.text("Paid share"), "share"),
    )
    rows = [(s.metric, metric_word(w, s.metric), s.total, s.paid, s.organic, _share(s)) for s in shares]
    every = story.report.value("saves_per_impression")
    rates: tuple[Cell, ...] = ("saves_per_impression", w.text("Saves per impression"))
    return Table(columns, (*rows, (*rates, every, paid.save_rate, paid.organic_save_rate, None)))


def _share(share: Share) -> float | None:
    """None where more was paid than there was: a share over 100% says nothing but that the two don't fit."""
    return None if share.organic is None else fraction(share.paid, share.total)


def _about(w: Wording, line: Line) -> Line:
    """The organic figure says of itself that it is approximate."""
    organic = line.cells["organic"]
    shown = organic if organic == MISSING else w.text("≈ {value}", value=organic)
    return replace(line, cells=line.cells | {"organic": shown})


def _rate_line(w: Wording, paid: Paid, line: Line, story: Story) -> Line:
    values = {
        "total": story.report.value("saves_per_impression"),
        "paid": paid.save_rate,
        "organic": paid.organic_save_rate,
    }
    shown = {key: MISSING if value is None else rate(w, value) for key, value in values.items()}
    return _about(w, replace(line, cells=line.cells | shown | {"share": ""}))


def _title(w: Wording, shares: list[Share]) -> str:
    """How large a part of saves was paid for, and of what was seen."""
    part = {s.metric: w.share(_share(s)) for s in shares if _share(s) is not None}
    if {"saves", "impressions"} <= set(part):
        return w.text(
            "Advertising brought {saves} of saves and {impressions} of impressions",
            saves=part["saves"], impressions=part["impressions"],
        )  # fmt: skip
    if "saves" in part:
        return w.text("Advertising brought {saves} of saves", saves=part["saves"])
    if "impressions" in part:
        return w.text("Advertising brought {impressions} of impressions", impressions=part["impressions"])
    return w.text("What advertising brought")


def _subtitle(story: Story, paid: Paid) -> str:
    return story.wording.plural(
        "Paid and organic in {month}: {spend} spent on one day",
        "Paid and organic in {month}: {spend} spent on {n} days",
        paid.days, month=story.wording.month_name(story.report.month), spend=story.wording.money(paid.spend),
    )  # fmt: skip
