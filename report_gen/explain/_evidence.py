"""Figures that findings of several kinds have as their evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from report_gen.explain._explain import explain
from report_gen.explain._month import Month
from report_gen.explain._sums import activity
from report_gen.explain._trace import Trace

Evidence = Mapping[str, Any]
Maker = Callable[[Month, Evidence], Trace]
Same = Mapping[
    str, Mapping[str, str]
]  # by rule and name → the path of the number that it is; {fields} are evidence too
Made = Mapping[str, Maker]  # by “rule name”


def same(path: str) -> Maker:
    """The number at that path of the month's Report."""

    def number(month: Month, evidence: Evidence) -> Trace:
        found = explain(month, tuple(step.format_map(evidence) for step in path.split("|")))
        return Trace("", found.value, f"The same as {found.name}.", (found,))

    return number


def share_of_base(month: Month, evidence: Evidence) -> Trace:
    """Of what was shown, the pillar's part."""
    per = month.per
    every = [explain(month, ("pillars", pillar.name, per)) for pillar in month.told.pillars]
    own = explain(month, ("pillars", evidence["pillar"], per))
    whole = math.fsum(p.number for p in every if p.value is not None)
    formula = f"The {per} of {evidence['pillar']} divided by those of all pillars ({whole:,.0f})."
    return Trace("", own.number / whole, formula, tuple(every))


def share_of_notes(counter: str) -> Maker:
    """The note's part of what all notes earned."""

    def share(month: Month, evidence: Evidence) -> Trace:
        own = explain(month, ("notes", evidence["note"], "activity", counter))
        earned = [activity(month, note, counter) for note in month.notes]
        whole = math.fsum(max(t.number, 0) for t in earned if t.value is not None)
        formula = f"The note's {counter} divided by those of all notes ({whole:,.0f}); a note that lost some counts 0."
        return Trace("", own.number / whole, formula, (own,))

    return share


def usual(metric: str) -> Maker:
    """The metric's median of the six months before."""

    def middle(month: Month, evidence: Evidence) -> Trace:
        past: Sequence[Month] = [m for back in range(6, 0, -1) if (m := month.earlier(back))]
        whole = [m for m in past if not m.told.coverage.partial and m.told.value(metric) is not None]
        history = [explain(m, ("headline", metric, "value")).called(m.period.month) for m in whole]
        value = median(then.number for then in history)
        return Trace("", value, "The median of the up to six whole months before.", tuple(history))

    return middle
