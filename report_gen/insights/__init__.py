"""What the numbers say, one rule per file. To add a rule, add one file here with

    def find(story) -> Iterator[Finding]             nothing where the data don't carry it

A rule is pure. `importance` is 0 to 1: the higher comes first. Every figure in a sentence stands in `evidence`. “Rose” and
“fell” are said of a rate only when the change is significant.

A rule that looks for what chance could make too says `CLAIMS = True`, and gives each finding its `p`. A month's claims are
kept by Holm's procedure (1979) over all such rules, whether they spoke or not: an account without any story is told one by
mistake in at most 5 % of months, however many rules there are. The month-on-month change of save rate has the contract's
own test and no `p`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import ModuleType

from report_gen.parts import parts
from report_gen.report import Finding
from report_gen.story import Story

FALSE_ALARMS = 0.05  # of months without a story


def findings(story: Story) -> tuple[Finding, ...]:
    """What all rules find and chance does not explain, the most important first; rules of equal weight in the order of
    their ids."""
    rules = parts("insights").values()
    found = [finding for rule in rules for finding in rule.find(story)]
    return tuple(sorted(beyond_chance(found, _claiming(rules)), key=lambda f: (-f.importance, f.id)))


def beyond_chance(found: Iterable[Finding], rules: int) -> Iterator[Finding]:
    """The facts, and the claims that stand when `rules` rules have looked for some: by rising p, each rule's best claim is
    held against the level divided by the number of rules that are still left; a rule that fails ends it. Further claims of
    a rule that stands are kept below the level at which it stood."""
    told = list(found)
    claims = sorted((f for f in told if f.p is not None), key=lambda f: (f.p, f.id))
    limits: dict[str, float] = {}
    for best in claims:
        if best.rule not in limits:
            level = FALSE_ALARMS / max(rules - len(limits), 1)
            if best.p is None or best.p > level:
                break
            limits[best.rule] = level
    return (f for f in told if f.p is None or f.p <= limits.get(f.rule, -1.0))


def _claiming(rules: Iterable[ModuleType]) -> int:
    return sum(getattr(rule, "CLAIMS", False) for rule in rules)
