"""How does the month stand among those before it? The headline numbers of at most thirteen months."""

from __future__ import annotations

from dataclasses import replace

from report_gen.figures import Cell, Column, Listing, Table
from report_gen.listings._cells import lines, pick, rate
from report_gen.listings._scale import RateScale
from report_gen.report import Report
from report_gen.significance import comparable, leads, trails
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHEET = noop("Months")
ON_PAPER = 6  # months: the charts show all thirteen
METRICS = ("save_rate", "saves", "comments", "search_visibility", "click_throughs", "impressions", "new_followers")


def listing(story: Story) -> Listing | None:
    reports = story.recent[::-1]
    if len(reports) < 2:
        return None
    w, data = story.wording, _table(story.wording, reports)
    rates = [r.headline["save_rate"] for r in reports]
    target = story.report.headline["save_rate"].target
    scale = RateScale.over([rate.value for rate in rates], [rate.interval for rate in rates], target)
    return Listing(
        title=_title(story),
        subtitle=w.text("The signals by month, the latest first. Strip: 95% interval of the save rate"),
        table=data,
        shown=pick(data.columns, "month", "save_rate", "saves", "comments", "search_visibility", "click_throughs"),
        lines=tuple(
            replace(line, mark=scale.mark(w, rate.value, rate.interval), sub=_sub(w, report))
            for line, rate, report in zip(lines(w, data), rates, reports, strict=True)
        ),
        key="save_rate",
        extra=("search_visibility", "click_throughs"),
        ticks=scale.ticks(w, target),
        goal=scale.at(target),
        mark_after="save_rate",
        on_paper=ON_PAPER,
        folded=True,
    )


def _table(w: Wording, reports: tuple[Report, ...]) -> Table:
    columns = (
        Column("month", w.text("Month"), "month"),
        Column("save_rate", w.text("Save rate"), "rate"),
        Column("saves", w.text("Saves"), "count"),
        Column("comments", w.text("Comments"), "count"),
        Column("search_visibility", w.text("Search visibility"), "number"),
        Column("click_throughs", w.text("Click-throughs"), "count"),
        Column("impressions", w.text("Impressions"), "count"),
        Column("new_followers", w.text("New followers"), "count"),
        Column("partial", w.text("Partial")),
    )
    return Table(columns, tuple(_row(report) for report in reports))


def _row(report: Report) -> tuple[Cell, ...]:
    partial = "partial" if report.coverage.partial else None
    return (report.month, *(report.value(metric) for metric in METRICS), partial)


def _sub(w: Wording, report: Report) -> str:
    return w.text("up to {day}", day=w.day(report.coverage.last_day)) if report.coverage.partial else ""


def _title(story: Story) -> str:
    """The month’s place only where every difference is beyond chance; else what the rates lie between."""
    w, report = story.wording, story.report
    others = comparable(story.recent[:-1], "save_rate")
    rates = [
        value for r in (*others, *comparable([report], "save_rate")) if (value := r.value("save_rate")) is not None
    ]
    values = {"month": w.month_name(report.month), "n": w.count(len(rates))}
    if leads(report, others, "save_rate"):
        return w.text("{month} has the highest save rate of {n} months", **values)
    if trails(report, others, "save_rate"):
        return w.text("{month} has the lowest save rate of {n} months", **values)
    if len(rates) < 2:
        return w.text("The last {n} months", n=w.count(len(story.recent)))
    return w.text(
        "Save rates of {n} months: {low} to {high}", low=rate(w, min(rates)), high=rate(w, max(rates)), **values
    )
