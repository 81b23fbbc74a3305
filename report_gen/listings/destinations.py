"""Where did people go from the notes? Click-throughs by destination, against the month before."""

from __future__ import annotations

from dataclasses import replace

from report_gen import escape
from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import fraction, lines, pick
from report_gen.report import DestinationClicks
from report_gen.story import Story, months_back
from report_gen.wording import Wording


def listing(story: Story) -> Listing | None:
    w, found = story.wording, sorted(story.report.destinations, key=lambda d: (-(d.clicks or 0), d.name))
    total = sum(d.clicks or 0 for d in found)
    if not total:
        return None
    data = _table(story, found, total)
    before = ("previous", "change") if story.before else ()
    return Listing(
        title=_title(story, found, total),
        subtitle=w.text("Click-throughs by destination in {month}", month=w.month_name(story.report.month)),
        table=data,
        shown=pick(data.columns, "destination", "clicks", *before, "share"),
        lines=tuple(
            replace(line, bar=(d.clicks or 0) / (found[0].clicks or 1))
            for line, d in zip(lines(w, data), found, strict=True)
        ),
        key="clicks",
        extra=before[:1],
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
    )
    rows = tuple((name(w, d.name), d.clicks, d.previous, d.change, fraction(d.clicks, total)) for d in found)
    return Table(columns, rows)


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
    shown = w.text("profile") if destination == "profile" else escape.clean(destination)
    return shown[:1].upper() + shown[1:]
