"""What the numbers say, one rule per file. To add a rule, add one file here with

    def find(story) -> Iterator[Finding]             nothing where the data don't carry it

A rule is pure. `importance` is 0 to 1: the higher comes first. Every figure in a sentence stands in `evidence`. “Rose” and
“fell” are said of a rate only when the change is significant.

A rule that looks for what chance could make too says `CLAIMS = True`, and gives each finding its `p`. A month's claims are
kept by Holm's procedure (1979) over all such rules, whether they spoke or not: an account without any story is told one by
mistake in at most 5 % of months, however many rules there are. The month-on-month change of save rate has the contract's
own test and no `p`.

A rule that tells what others tell too names those under `INSTEAD_OF`: where it stands, they are silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import ModuleType

from report_gen.parts import parts
from report_gen.report import Finding
from report_gen.story import Story

FALSE_ALARMS = 0.05  # of months without a story


def findings(story: Story) -> tuple[Finding, ...]:
    """What all rules find and chance does not explain, the most important first; rules of equal weight in the order of
    their ids."""
    rules = parts("insights")
    found = [finding for rule in rules.values() for finding in rule.find(story)]
    stand = tuple(beyond_chance(found, _claiming(rules.values())))
    return tuple(sorted(_once(stand, rules), key=lambda f: (-f.importance, f.id)))


def _once(found: Sequence[Finding], rules: Mapping[str, ModuleType]) -> Iterator[Finding]:
    """Without those that another finding tells too."""
    return (one for one in found if not any(_tells_too(other, one, rules) for other in found))


def _tells_too(finding: Finding, other: Finding, rules: Mapping[str, ModuleType]) -> bool:
    """Of two findings that are each about a note, or about a keyword, only where it is the same one."""
    subjects = (
        {str(f.evidence[kind]) for f in (finding, other) if f.evidence.get(kind)} for kind in ("keyword", "note")
    )
    return other.rule in getattr(rules.get(finding.rule), "INSTEAD_OF", ()) and all(len(s) < 2 for s in subjects)


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
