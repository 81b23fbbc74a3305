"""How does the month stand against its yardsticks? Each number beside its target, its own history and bands from outside."""

from __future__ import annotations

from collections import Counter

from report_gen.figures import Listing
from report_gen.listings._cells import pick
from report_gen.listings._yardsticks import Held, line, note, of_headline, table
from report_gen.report import Report
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHEET = noop("Yardsticks")
CONTEXT = ("impressions", "views", "likes", "shares", "new_followers")


def listing(story: Story) -> Listing | None:
    """None without any yardstick, and for a month that isn't over."""
    report = story.report
    held = [one for metric in _metrics(report) for one in of_headline(report, metric)]
    # Numbers that are no goals stand on the page only if somebody set a yardstick; the CSV has them all.
    goals = [one for one in held if one.metric not in CONTEXT or one.target is not None or one.band]
    if report.coverage.partial or not goals:
        return None
    w = story.wording
    data = table(w, [*goals, *(one for one in held if one not in goals)])
    against = _against(goals)
    return Listing(
        title=_title(w, goals),
        subtitle=_subtitle(w, against),
        table=data,
        shown=pick(data.columns, "number", "value", *against, "status"),
        lines=tuple(line(w, one) for one in goals),
        key="value",
        extra=against,
        note=note(w, goals),
        folded=True,
    )


def _metrics(report: Report) -> list[str]:
    """Save rate first; saves per impression not once more where that is what save rate is, unless somebody asks for it."""
    definitions, banded = report.definitions, {band.metric for band in report.benchmarks}
    twins = {m for m in ("saves_per_view", "saves_per_impression") if definitions.get(m) == definitions["save_rate"]}
    asked = {m for m, number in report.headline.items() if number.target is not None} | banded
    return sorted((m for m in report.headline if m not in twins - asked), key=lambda m: m != "save_rate")


def _against(held: list[Held]) -> tuple[str, ...]:
    """The columns of the yardsticks that there are."""
    there = {
        "target": any(one.target is not None for one in held),
        "usual": any(one.usual for one in held),
        "band_low": any(one.band for one in held),
    }
    return tuple(column for column, known in there.items() if known)


def _subtitle(w: Wording, against: tuple[str, ...]) -> str:
    if {"target", "usual"} <= {*against}:
        return w.text("The month against its targets and its own history")
    if "target" in against:
        return w.text("The month against its targets")
    return w.text("The month against its own history") if "usual" in against else ""


def _title(w: Wording, held: list[Held]) -> str:
    """Targets first; a number that has two bands counts once."""
    count = Counter({one.metric: one.status for one in held}.values())
    targets, placed = count["met"] + count["missed"], count["above"] + count["within"] + count["below"]
    met = w.plural("{met} of {n} target met", "{met} of {n} targets met", targets, met=w.count(count["met"]))
    usual = w.count(count["within"])
    if targets and placed:
        others = w.plural(
            "{usual} of {n} other number as usual", "{usual} of {n} other numbers as usual", placed, usual=usual
        )
        return w.text("{targets}, {others}", targets=met, others=others)
    if placed:
        return w.plural("{usual} of {n} number as usual", "{usual} of {n} numbers as usual", placed, usual=usual)
    return met if targets else w.text("Numbers beside bands from outside")
