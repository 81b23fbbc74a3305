"""What the findings say: every figure of their evidence is a number of the report, or follows from some."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from report_gen.explain._explain import explain
from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._sums import activity
from report_gen.explain._trace import FaultError, Trace
from report_gen.report import Finding

SECTIONS = ("insights",)
IMPORTANCE = "How much the rule says that this finding matters, from 0 to 1; findings are told in this order."
# Evidence by rule and name → the path of the number that it is; {fields} are evidence too.
SAME: Mapping[str, Mapping[str, str]] = {
    "save_rate_target": {
        "save_rate": "headline|save_rate|value", "target": "headline|save_rate|target",
        "share_of_saves": "pillars|{pillar}|share_of_saves",
    },
    "save_rate_held": {"save_rate": "headline|save_rate|value", "previous": "headline|save_rate|previous"},
    "save_rate_moved": {"save_rate": "headline|save_rate|value", "previous": "headline|save_rate|previous"},
    "clicks_target": {
        "click_throughs": "headline|click_throughs|value", "target": "headline|click_throughs|target",
        "click_through_rate": "headline|click_through_rate|value",
        "previous_rate": "headline|click_through_rate|previous",
    },
    "pillar_leads": {
        "save_rate": "pillars|{pillar}|save_rate", "share_of_saves": "pillars|{pillar}|share_of_saves",
        "weakest_rate": "pillars|{weakest}|save_rate",
    },
    "note_carries": {"saves": "notes|{note}|activity|saves"},
    "conversation": {"comments": "notes|{note}|activity|comments"},
    "keyword_climbed": {"rank": "keywords|{keyword}|rank", "previous_rank": "keywords|{keyword}|previous_rank"},
    "keyword_slipped": {"rank": "keywords|{keyword}|rank", "previous_rank": "keywords|{keyword}|previous_rank"},
    "followers_without_saves": {"new_followers": "headline|new_followers|value", "saves": "headline|saves|value"},
}  # fmt: skip


def trace(path: Path, month: Month) -> Trace:
    _, name, field, *rest = path
    finding = next(f for f in month.told.insights if f.id == name)
    if field == "importance":
        return Trace(field, finding.importance, IMPORTANCE)
    if field != "evidence":
        told = getattr(finding, field)
        return Trace(field, told[rest[0]] if rest else told, "The finding's words; its figures stand in its evidence.")
    return _evidence(month, finding, rest[0])


def _evidence(month: Month, finding: Finding, name: str) -> Trace:
    if same := SAME.get(finding.id, {}).get(name):
        path = tuple(step.format_map(finding.evidence) for step in same.split("|"))
        number = explain(month, path)
        return Trace(name, number.value, f"The same as {number.name}.", (number,))
    if made := MADE.get(f"{finding.id} {name}"):
        return made(month, finding.evidence).called(name)
    told = finding.evidence[name]
    if isinstance(told, int | float) and not isinstance(told, bool):
        raise FaultError(f"Nothing explains {name} of the finding {finding.id}.")
    return Trace(name, told, "What the finding is about.")


# -- figures of the findings' own


def _difference(month: Month, evidence: Mapping[str, Any]) -> Trace:
    rate, target = (explain(month, ("headline", "save_rate", field)) for field in ("value", "target"))
    return Trace(
        "", abs(rate.number - target.number), "The save rate less its target, without the sign.", (rate, target)
    )


def _months_met(month: Month, evidence: Mapping[str, Any]) -> Trace:
    reports = month.archive.reports if month.archive else ()
    met: list[Trace] = []
    for report in reversed([r for r in reports if r.month <= month.period.month]):
        rate = report.headline.get("save_rate")
        same = report.definitions.get("save_rate") == month.told.definitions.get("save_rate")
        if rate is None or rate.status != "met" or not same:
            break
        met.append(Trace(report.month, rate.value, f"Its target was {rate.target:g}: met."))
    return Trace("", len(met), "Reports in a row, up to this one, of which the save rate met its target.", tuple(met))


def _share_of_base(month: Month, evidence: Mapping[str, Any]) -> Trace:
    per = month.per
    every = [explain(month, ("pillars", pillar.name, per)) for pillar in month.told.pillars]
    own = explain(month, ("pillars", evidence["pillar"], per))
    whole = math.fsum(p.number for p in every if p.value is not None)
    formula = f"The {per} of {evidence['pillar']} divided by those of all pillars ({whole:,.0f})."
    return Trace("", own.number / whole, formula, tuple(every))


def _share_of_notes(counter: str) -> Callable[[Month, Mapping[str, Any]], Trace]:
    def share(month: Month, evidence: Mapping[str, Any]) -> Trace:
        own = explain(month, ("notes", evidence["note"], "activity", counter))
        earned = [activity(month, note, counter) for note in month.notes]
        whole = math.fsum(max(t.number, 0) for t in earned if t.value is not None)
        formula = f"The note's {counter} divided by those of all notes ({whole:,.0f}); a note that lost some counts 0."
        return Trace("", own.number / whole, formula, (own,))

    return share


def _apart(month: Month, evidence: Mapping[str, Any]) -> Trace:
    change = explain(month, ("headline", "impressions", "change"))
    return Trace("", abs(change.number), "The change of impressions, without its sign.", (change,))


def _significant(month: Month, evidence: Mapping[str, Any]) -> Trace:
    found = explain(month, ("headline", "save_rate", "significant"))
    return Trace("", found.value, f"The same as {found.name}.", (found,))


def _usual(metric: str) -> Callable[[Month, Mapping[str, Any]], Trace]:
    def usual(month: Month, evidence: Mapping[str, Any]) -> Trace:
        past: Sequence[Month] = [m for back in range(6, 0, -1) if (m := month.earlier(back))]
        whole = [m for m in past if not m.told.coverage.partial and m.told.value(metric) is not None]
        history = [explain(m, ("headline", metric, "value")).called(m.period.month) for m in whole]
        middle = median(then.number for then in history)
        return Trace("", middle, "The median of the up to six whole months before.", tuple(history))

    return usual


MADE: Mapping[str, Callable[[Month, Mapping[str, Any]], Trace]] = {
    "save_rate_target difference": _difference,
    "save_rate_target months_met": _months_met,
    "save_rate_target share": _share_of_base,
    "pillar_leads share": _share_of_base,
    "note_carries share_of_saves": _share_of_notes("saves"),
    "conversation share_of_comments": _share_of_notes("comments"),
    "clicks_target impressions_apart": _apart,
    "save_rate_held significant": _significant,
    "save_rate_moved significant": _significant,
    "followers_without_saves usual_new_followers": _usual("new_followers"),
    "followers_without_saves usual_saves": _usual("saves"),
}
