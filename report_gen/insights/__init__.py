"""What the numbers say, one rule per file. To add a rule, add one file here with

    def find(story) -> Iterator[Finding]             nothing where the data don't carry it

A rule is pure. `importance` is 0 to 1: the higher comes first. Every figure in a sentence stands in `evidence`. “Rose” and
“fell” are said of a rate only when the change is significant.
"""

from __future__ import annotations

from report_gen.parts import parts
from report_gen.report import Finding
from report_gen.story import Story


def findings(story: Story) -> tuple[Finding, ...]:
    """What all rules find, the most important first; rules of equal weight in the order of their names."""
    found = [finding for rule in parts("insights").values() for finding in rule.find(story)]
    return tuple(sorted(found, key=lambda f: (-f.importance, f.id)))
