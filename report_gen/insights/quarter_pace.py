"""Will the quarter's target be reached at this pace?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from report_gen.insights._counts import COUNTS, named
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

REACHED = noop("The quarter’s target of {metric} is met: {so_far} of {target}")
FAILED = noop("The quarter’s target of {metric} is missed: {so_far} of {target}")
OPEN = noop("The quarter stands at {so_far} of {target} {metric}")
ALREADY = noop("The quarter’s target of {metric} is met early: {so_far} of {target}")
ONE_LEFT = noop("{needed} are needed next month.")
TWO_LEFT = noop("{needed} a month are needed for the rest of it.")
BEHIND = noop("Agree now how the gap is to be closed, or whether the quarter’s target stands.")


def find(story: Story) -> Iterator[Finding]:
    """For counts whose three months all have a target; a rate has no pace, and half a month says nothing of one."""
    if story.report.coverage.partial:
        return
    for metric in COUNTS:
        plan = story.report.targets.get(metric, {})
        done = _done(story, metric, plan)
        if done is not None and len(plan) == 3:
            yield _finding(story, metric, plan, done)


def _done(story: Story, metric: str, plan: Mapping[str, float]) -> list[float] | None:
    """The values of the quarter's months up to this one; None where one is unknown."""
    months = [month for month in sorted(plan) if month <= story.report.month]
    reports = [story.at(month) for month in months]
    values = [r.value(metric) for r in reports if r is not None and not r.coverage.partial]
    known = [value for value in values if value is not None]
    return known if known and len(known) == len(months) else None


def _finding(story: Story, metric: str, plan: Mapping[str, float], done: list[float]) -> Finding:
    target, so_far, left = sum(plan.values()), sum(done), 3 - len(done)
    planned = sum(plan[month] for month in sorted(plan)[: len(done)])
    needed = max(target - so_far, 0) / left if left else None
    behind = so_far < planned
    evidence = {"metric": metric, "so_far": so_far, "quarter_target": target}
    return Finding(
        id=f"quarter_pace:{metric}",
        section="click-throughs" if metric == "click_throughs" else "comments" if metric == "comments" else "saves",
        importance=0.44 if behind else 0.26,
        evidence=evidence | ({"needed": needed} if needed else {}),
        text=told(lambda w: _happened(w, metric, so_far, target, left)),
        why=told(lambda w: w.text(ONE_LEFT if left == 1 else TWO_LEFT, needed=w.count(needed))) if needed else None,
        action=told(lambda w: w.text(BEHIND)) if behind and needed else None,
        watch=f"headline|{metric}|value",
    )


def _happened(w: Wording, metric: str, so_far: float, target: float, left: int) -> str:
    values = {"metric": named(w, metric), "so_far": w.count(so_far), "target": w.count(target)}
    if so_far >= target:
        return w.text(ALREADY if left else REACHED, **values)
    return w.text(OPEN if left else FAILED, **values)
