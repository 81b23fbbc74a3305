"""Were notes published as steadily as usual?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from report_gen.report import Finding, Report
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
LONG = 10  # days without a note
FEWEST_MONTHS = 3

GAP = noop("No note came out for {days} days, from {first} to {last}")
FEWER = noop("{notes} came out, fewer than in each of the {months} months before")
MORE = noop("{notes} came out, more than in each of the {months} months before")
USUAL = noop("{notes} came out in the month; usually it is {usual}.")
STEADY = noop("Plan the notes of next month by week, so that no gap is longer than {longest} days.")
KEEP = noop("Agree how many notes a month are planned, and hold the save rate beside it.")


def find(story: Story) -> Iterator[Finding]:
    """A gap that is longer than ten days and than any of the months before; else a number of notes that is outside the range
    of these, and beyond chance."""
    past = [r for r in story.six_before if not r.coverage.first_month]
    if story.report.coverage.partial or len(past) < FEWEST_MONTHS or not any(_published(r) for r in past):
        return
    counts, count = [len(_published(r)) for r in past], len(_published(story.report))
    gap = _longest_gap(story.report)
    if gap[0] > max(LONG, *(_longest_gap(r)[0] for r in past)):
        yield _of_gap(gap, count, counts)
    elif count < min(counts) or count > max(counts):
        yield _of_number(count, counts)


def _published(report: Report) -> list[dt.date]:
    """The days on which the month's own notes came out."""
    return sorted(dt.date.fromisoformat(n.published_at[:10]) for n in report.notes if "new" in n.flags)


def _longest_gap(report: Report) -> tuple[int, dt.date, dt.date]:
    """Days without a note, and the first and last of them; within the month."""
    day = dt.timedelta(days=1)
    ends = [report.first_day - day, *_published(report), report.coverage.last_day + day]
    gaps = ((late - early).days - 1 for early, late in pairwise(ends))
    length, place = max((gap, -index) for index, gap in enumerate(gaps))
    return length, ends[-place] + day, ends[-place + 1] - day


def _of_gap(gap: tuple[int, dt.date, dt.date], count: int, counts: Sequence[int]) -> Finding:
    length, first, last = gap
    return Finding(
        id="posting_rhythm",
        section="notes",
        importance=0.46,
        evidence={
            "days_without": length, "first": str(first), "last": str(last), "notes": count, "usual_notes": median(counts),
            "longest": LONG,
        },
        text=told(lambda w: w.text(GAP, days=w.count(length), first=w.date(first), last=w.date(last))),
        why=told(lambda w: _usual(w, count, counts)),
        action=told(lambda w: w.text(STEADY, longest=w.count(LONG))),
    )  # fmt: skip


def _of_number(count: int, counts: Sequence[int]) -> Finding:
    fewer = count < min(counts)
    return Finding(
        id="posting_rhythm",
        section="notes",
        importance=0.4 if fewer else 0.34,
        evidence={"notes": count, "usual_notes": median(counts), "months": len(counts)},
        text=told(
            lambda w: w.text(
                FEWER if fewer else MORE, notes=w.plural("{n} note", "{n} notes", count), months=w.count(len(counts))
            )
        ),
        why=told(lambda w: _usual(w, count, counts)),
        action=told(lambda w: w.text(KEEP)) if fewer else None,
        p=_chance(count, counts),
    )


def _chance(count: int, counts: Sequence[int]) -> float:
    """If notes came out as in the months before, one at a time: of all of them each is as likely in any month (binomial)."""
    from scipy.special import bdtr, bdtrc

    every, share = count + sum(counts), 1 / (1 + len(counts))
    tail = bdtr(count, every, share) if count < median(counts) else bdtrc(count - 1, every, share)
    return min(2 * float(tail), 1.0)


def _usual(w: Wording, count: int, counts: Sequence[int]) -> str:
    usual = median(counts)
    return w.text(
        USUAL, notes=w.plural("{n} note", "{n} notes", count), usual=w.number(usual, 0 if usual == int(usual) else 1)
    )
