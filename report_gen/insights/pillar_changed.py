"""Which pillar is saved more, or less, than it was in the months before?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from report_gen.insights._units import CLEAR, Counts, Units, recent, totals, window
from report_gen.report import Finding, Report
from report_gen.significance import OTHER
from report_gen.statistics import Estimate, appeal, effect
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
FEWEST_MONTHS = 2  # before this one

ROSE = noop("{pillar} is saved more often than before: {now} in {month}, {then} in the months before")
FELL = noop("{pillar} is saved less often than before: {now} in {month}, {then} in the months before")
LEARN = noop("Look at what is new in {pillar}, and keep it in next month’s notes.")
MEND = noop("Compare this month’s notes of {pillar} with its most saved ones, and go back to what those did.")


@dataclass(frozen=True)
class Change:
    name: str
    now: Counts
    then: Counts
    size: float
    p: float

    @property
    def rates(self) -> tuple[float, float]:
        return self.now[0] / self.now[1], self.then[0] / self.then[1]


def find(story: Story) -> Iterator[Finding]:
    """This month against the up to five before together, beside what all notes did at the same time; the clearest pillar."""
    reports = window(story)
    if len(reports) <= FEWEST_MONTHS or story.report.coverage.partial:
        return
    names = sorted({p.name for p in story.report.pillars} - {OTHER})
    estimates = _estimates(recent(story), names)
    changed = [_change(reports, name, found, len(estimates)) for name, found in estimates.items()]
    clear = [found for found in changed if found is not None and _is_clear(found)]
    if clear:
        yield _finding(story, min(clear, key=lambda c: (c.p, c.name)))


def _estimates(every: Units, names: Sequence[str]) -> dict[str, Estimate]:
    """A note counts twice, before and now: what it was saved then and what it is saved now are two rows. They resemble each
    other, which makes the error rather too large."""
    now = np.arange(every.saves.shape[1]) == every.saves.shape[1] - 1
    saves, wholes = (
        np.vstack([np.where(at, table, np.nan) for at in (~now, now)]) for table in (every.saves, every.wholes)
    )
    known, beside = appeal(saves, wholes), every.columns(("pillars", "formats"))
    is_now = np.repeat([False, True], len(every.notes))
    members = {name: np.tile(every.of("pillars", name), 2) & is_now for name in names}
    found = {name: effect(known, member, np.vstack([beside, beside])) for name, member in members.items()}
    return {name: estimate for name, estimate in found.items() if estimate is not None}


def _change(reports: Sequence[Report], name: str, found: Estimate, pillars: int) -> Change | None:
    now, then = (totals(months, "pillars", lambda one: one == name) for months in (reports[-1:], reports[:-1]))
    return Change(name, now, then, found.size, min(found.p * pillars, 1.0)) if min(now[1], then[1]) > 0 else None


def _is_clear(found: Change) -> bool:
    now, then = found.rates
    agree = (found.size > 0) == (now > then)
    return agree and max(now, then) >= CLEAR * min(now, then)


def _finding(story: Story, found: Change) -> Finding:
    (now, then), names, month = found.rates, story.report.names, story.report.month
    happened, advice = (ROSE, LEARN) if now > then else (FELL, MEND)
    months = len(window(story)) - 1
    return Finding(
        id=f"pillar_changed:{found.name}",
        section="saves",
        importance=0.8,
        p=found.p,
        watch=f"pillars|{found.name}|save_rate",
        evidence={"pillar": found.name, "save_rate": now, "rate_before": then, "months": months, "month": month},
        text=told(
            lambda w: w.text(
                happened, pillar=w.name(found.name), now=w.rate(now), then=w.rate(then), month=w.month_name(month)
            ),
            names,
        ),
        why=told(lambda w: _why(w, months), names),
        action=told(lambda w: w.text(advice, pillar=w.name(found.name)), names),
    )


def _why(w: Wording, months: int) -> str:
    return w.plural(
        "Held against the {n} month before, and beside the other pillars, this is beyond chance.",
        "Held against the {n} months before together, and beside the other pillars, this is beyond chance.",
        months,
    )
