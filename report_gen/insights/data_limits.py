"""What do the data keep from being said?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding, Report
from report_gen.statistics import FEWEST_NOTES
from report_gen.story import Story
from report_gen.wording import noop, told

LARGE_SHARE, SEVERE_SHARE = 0.1, 0.3  # of the notes
FEW_DAYS = 10
WIDE = 0.5  # of the rate itself, to either side

UNKNOWN = noop("{notes} of {all} notes have no known activity this month")
UNKNOWN_WHY = noop("They are missing from one of the two note lists, so what they earned is in no number.")
UNKNOWN_DO = noop("Export the note list on the first day of each month, with all notes in it.")
MISSING_WHY = noop("Totals are counted by the notes instead, and nothing can be seen by day there.")
MISSING_DO = noop("Export the daily trends twice a month, so that every day is in one of the files.")
RANKS_WHY = noop("A keyword moves from day to day: with so few readings a month’s rank may be chance.")
RANKS_DO = noop("Look keywords up on two days a week and more.")
FEW_WHY = noop("It takes {fewest} notes to say how far the rate could be chance.")
WIDE_TEXT = noop("The save rate could lie anywhere from {low} to {high}")
WIDE_WHY = noop("The {notes} notes differ that much. About {needed} notes would make the range half as wide.")
MORE_NOTES = noop("Publish more notes of the kind that is to be judged before changing the plan.")


def find(story: Story) -> Iterator[Finding]:
    for limit in (_unknown, _missing, _ranks, _few):
        yield from limit(story.report)


def _unknown(report: Report) -> Iterator[Finding]:
    unknown, every = sum("unknown_activity" in n.flags for n in report.notes), len(report.notes)
    if every and unknown / every >= LARGE_SHARE:
        yield Finding(
            id="data_limits:notes",
            section="method",
            importance=0.45 if unknown / every >= SEVERE_SHARE else 0.25,
            evidence={"notes_unknown": unknown, "notes": every},
            text=told(lambda w: w.text(UNKNOWN, notes=w.count(unknown), all=w.count(every))),
            why=told(lambda w: w.text(UNKNOWN_WHY)),
            action=told(lambda w: w.text(UNKNOWN_DO)),
        )


def _missing(report: Report) -> Iterator[Finding]:
    """Where some days are there: an account without trends lacks none of them."""
    days = len(report.coverage.daily_missing)
    if days and report.days and not report.coverage.partial and days < report.coverage.last_day.day:
        yield Finding(
            id="data_limits:days",
            section="method",
            importance=0.24,
            evidence={"days_missing": days},
            text=told(
                lambda w: w.plural(
                    "The daily trends lack {n} day of the month", "The daily trends lack {n} days of the month", days
                )
            ),
            why=told(lambda w: w.text(MISSING_WHY)),
            action=told(lambda w: w.text(MISSING_DO)),
        )


def _ranks(report: Report) -> Iterator[Finding]:
    days = report.coverage.rank_days
    if 0 < days < FEW_DAYS and report.keywords and not report.coverage.partial:
        yield Finding(
            id="data_limits:ranks",
            section="method",
            importance=0.22,
            evidence={"rank_days": days},
            text=told(lambda w: w.plural("Ranks were read on {n} day only", "Ranks were read on {n} days only", days)),
            why=told(lambda w: w.text(RANKS_WHY)),
            action=told(lambda w: w.text(RANKS_DO)),
        )


def _few(report: Report) -> Iterator[Finding]:
    """No interval, or one that says hardly more than that there is a rate."""
    rate, notes = report.headline.get("save_rate"), _counted(report)
    if rate is None or not rate.value or notes == 0:
        return
    if rate.interval is None and notes < FEWEST_NOTES:
        yield _too_few(notes)
    elif rate.interval is not None and rate.interval[1] - rate.value > WIDE * rate.value:
        yield _too_wide(rate.interval, notes)


def _counted(report: Report) -> int:
    """The notes that the interval is over."""
    return sum(bool(n.activity.get(report.rate_per)) and n.activity.get("saves") is not None for n in report.notes)


def _too_few(notes: int) -> Finding:
    return Finding(
        id="data_limits:verdict",
        section="method",
        importance=0.4,
        evidence={"notes_counted": notes, "fewest": FEWEST_NOTES},
        text=told(
            lambda w: w.plural(
                "{n} note is too few for a verdict on the save rate",
                "{n} notes are too few for a verdict on the save rate",
                notes,
            )
        ),
        why=told(lambda w: w.text(FEW_WHY, fewest=w.count(FEWEST_NOTES))),
        action=told(lambda w: w.text(MORE_NOTES)),
    )


def _too_wide(interval: tuple[float, float], notes: int) -> Finding:
    """Half as wide takes four times as many notes, whatever they are."""
    low, high = interval
    return Finding(
        id="data_limits:verdict",
        section="method",
        importance=0.28,
        evidence={"low": low, "high": high, "notes_counted": notes, "needed": 4 * notes},
        text=told(lambda w: w.text(WIDE_TEXT, low=w.rate(low), high=w.rate(high))),
        why=told(lambda w: w.text(WIDE_WHY, notes=w.count(notes), needed=w.count(4 * notes))),
        action=told(lambda w: w.text(MORE_NOTES)),
    )
