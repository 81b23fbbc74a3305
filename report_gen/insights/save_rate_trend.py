"""Has the save rate risen or fallen steadily over several months?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from report_gen.insights._units import units
from report_gen.report import Finding, Report
from report_gen.significance import comparable
from report_gen.statistics import FEWEST_MONTHS, Estimate, slope
from report_gen.story import Story, months_back
from report_gen.wording import noop, told

CLAIMS = True
LENGTHS = (6, 12)  # months
CLEAR = 1.15  # times as high at one end of the line as at the other

RISEN = noop("Save rate has risen over {n} months: {then} in {month}, {now} now")
FALLEN = noop("Save rate has fallen over {n} months: {then} in {month}, {now} now")
LINE = noop("The months follow one line more closely than chance would make them.")
KEEP = noop("Find out what has changed since {month}, and keep it.")
TURN = noop("Compare the notes of these months with those of {month}: what was made then that is not made now?")


def find(story: Story) -> Iterator[Finding]:
    """The clearer of a half and a whole year, up to this month, without a gap."""
    months = _unbroken(story)
    tried = [months[-length:] for length in LENGTHS if len(months) >= min(length, FEWEST_MONTHS)]
    found = [(run, line) for run in tried if (line := _line(run)) is not None and _goes_one_way(run, line)]
    if found:
        run, line = min(found, key=lambda one: (one[1].p, len(one[0])))
        yield _finding(story, run, line, min(line.p * len(LENGTHS), 1.0))


def _unbroken(story: Story) -> tuple[Report, ...]:
    """The whole months up to this one that may be held against each other, back to the first that is missing."""
    known = {r.month: r for r in comparable(story.recent, "save_rate")}
    months, month = [], story.report.month
    while month in known:
        months.append(known[month])
        month = months_back(month, 1)
    return tuple(r for r in reversed(months) if not r.coverage.first_month)


def _line(run: Sequence[Report]) -> Estimate | None:
    every = units(run, run[-1].rate_per)
    return slope(every.saves, every.wholes, np.arange(len(run), dtype=float))


def _goes_one_way(run: Sequence[Report], line: Estimate) -> bool:
    """Whether this month and the first of them tell what the line tells, and it is enough to act upon."""
    first, last = (float(report.value("save_rate") or 0) for report in (run[0], run[-1]))
    tells = (last > first) == (line.size > 0) and last != first
    return tells and abs(line.size) * (len(run) - 1) >= np.log(CLEAR)


def _finding(story: Story, run: Sequence[Report], line: Estimate, p: float) -> Finding:
    then, now, month = run[0].value("save_rate"), story.report.value("save_rate"), run[0].month
    happened, advice = (RISEN, KEEP) if line.size > 0 else (FALLEN, TURN)
    return Finding(
        id="save_rate_trend",
        section="saves",
        importance=0.84,
        p=p,
        watch="headline|save_rate|value",
        evidence={"save_rate": now, "rate_then": then, "months": len(run), "month": month},
        text=told(
            lambda w: w.text(
                happened, n=w.count(len(run)), then=w.rate(then), now=w.rate(now), month=w.month_name(month)
            )
        ),
        why=told(lambda w: w.text(LINE)),
        action=told(lambda w: w.text(advice, month=w.month_name(month))),
    )
