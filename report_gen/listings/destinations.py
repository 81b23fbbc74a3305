"""Where did people go from the notes? Click-throughs by destination, against the month before."""

from __future__ import annotations

from dataclasses import replace

from report_gen import escape
from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import Row, fraction, lines, pick
from report_gen.report import DestinationClicks
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop
from report_gen.yardsticks import FEWEST_MONTHS

SHEET = noop("Destinations")


def listing(story: Story) -> Listing | None:
    w, found = story.wording, sorted(story.report.destinations, key=lambda d: (-(d.clicks or 0), d.name))
    total = sum(d.clicks or 0 for d in found)
    if not total:
        return None
    data = _table(story, found, total)
    before = ("previous", "change") if story.before else ()
    usual = ("usual_low",) if any(row[-2] is not None for row in data.rows) else ()
    return Listing(
        title=_title(story, found, total),
        subtitle=w.text("Click-throughs by destination in {month}", month=w.month_name(story.report.month)),
        table=data,
        shown=pick(data.columns, "destination", "clicks", *before, *usual, "share"),
        lines=tuple(
            replace(line, cells=line.cells | _range(w, row), bar=(d.clicks or 0) / (found[0].clicks or 1))
            for line, row, d in zip(lines(w, data), data.rows, found, strict=True)
        ),
        key="clicks",
        extra=(*before[:1], *usual),
        bars="clicks",
        note=w.text("Profile: visits to the account’s own page.") if any(d.name == "profile" for d in found) else "",
    )


def _table(story: Story, found: list[DestinationClicks], total: int) -> Table:
    w, month = story.wording, story.report.month
    columns = (
        Column("destination", w.text("Destination")),
        Column("clicks", w.month_name(month), "count"),
        Column("previous", w.month_name(months_back(month, 1)), "count"),
        Column("change", w.text("Change"), "change"),
        Column("share", w.text("Share"), "share"),
        Column("usual_low", w.text("Usual"), "count"),
        Column("usual_high", w.text("Usual, highest"), "count"),
    )
    rows = tuple(
        (name(w, d.name), d.clicks, d.previous, d.change, fraction(d.clicks, total), *_usual(story, d.name))
        for d in found
    )
    return Table(columns, rows)


def _usual(story: Story, destination: str) -> tuple[int, int] | tuple[None, None]:
    """The range of the up to six months before; none from fewer than three."""
    if story.report.coverage.partial:
        return None, None
    past = [
        d.clicks for r in story.six_before for d in r.destinations if d.name == destination and d.clicks is not None
    ]
    return (min(past), max(past)) if len(past) >= FEWEST_MONTHS else (None, None)


def _range(w: Wording, row: Row) -> dict[str, str]:
    low, high = row[-2:]
    if not isinstance(low, int) or not isinstance(high, int):
        return {"usual_low": w.count(None)}
    return {"usual_low": w.text("{low} to {high}", low=w.count(low), high=w.count(high))}


def _title(story: Story, found: list[DestinationClicks], total: int) -> str:
    """The destination that moved most, since a chart beside it has the shares."""
    w, before = story.wording, story.before
    moved = [d for d in found if d.change is not None]
    if before and moved:
        most = max(moved, key=lambda d: abs(d.change or 0))
        values = {
            "destination": name(w, most.name),
            "change": w.change(most.change),
            "month": w.month_name(before.month),
        }
        if len(moved) == 1:
            return w.text("{destination}: {change} on {month}", **values)
        return w.text("Most moved: {destination}, {change} on {month}", **values)
    share = w.share(fraction(found[0].clicks, total))
    return w.text("{destination} took {share} of click-throughs", share=share, destination=name(w, found[0].name))


def name(w: Wording, destination: str) -> str:
    shown = w.text("profile") if destination == "profile" else escape.clean(w.name(destination))
    return shown[:1].upper() + shown[1:]
