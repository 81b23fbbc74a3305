"""Reads a month's findings as a stranger would: which story do they tell, and what do they claim where there is none?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_gen import months, phrases
from report_gen.report import Finding, Report
from report_gen.story import Story
from tests.planted.plots import Plot
from tests.planted.world import World, config, tables

TOP = 3
FIRST_JUDGED = 2  # months that an account is read before its findings are judged
# Words that claim that something is otherwise than it was, or than the rest.
DIRECTION = re.compile(
    r"\b(rose|fell|risen|fallen|rising|falling|above the|below the|beats?|leads?|lost|won|climbed|slipped|dropped|jumped|grew"
    r"|shrank|more often than|less often than|fewer|better|worse|outperform\w*|declin\w*|improv\w*)\b",
    re.IGNORECASE,
)
# By their own definition facts: a number beside its target, a count, a gap in days, a note that has most of the saves.
FACTS = (
    "target",
    "pace",
    "save_rate_held",
    "rhythm",
    "data_limits",
    "keywords_unserved",
    "keyword_near",
    "note_carries",
)
# Of creators who differ by chance: said of one to the disadvantage of the others, in whatever words.
COMPARES = ("creator_beats",)
LOUD = 0.5  # importance from which a comparison without a p counts as claimed: below it is one among the month's facts


def told(world: World) -> tuple[Report, ...]:
    """The world's Reports, oldest first, through everything from tables to findings."""
    return months.reports(tables(world), config(world), "kopi-kaya")


def tells(plot: Plot, reports: tuple[Report, ...], top: int = TOP) -> bool:
    """Whether the first screen of the last month names the story: its lead, or one of the first findings."""
    story = Story(reports)
    screen = phrases.findings(story)[:top]
    lead = phrases.top_finding(story, "overview")
    return any(_is_of(plot, finding) for finding in (*screen, *([lead] if lead else [])))


def claims(report: Report) -> tuple[Finding, ...]:
    """What the month claims that chance could make: findings with a p, the save rate's own test, comparisons of creators, and
    any sentence with a word of direction that is no fact by definition."""
    return tuple(finding for finding in report.insights if _claims(finding))


def _claims(finding: Finding) -> bool:
    if finding.p is not None or finding.rule == "save_rate_moved":
        return True
    if finding.rule in COMPARES:
        return finding.importance >= LOUD
    return not any(fact in finding.rule for fact in FACTS) and bool(DIRECTION.search(finding.text["en"]))


def _is_of(plot: Plot, finding: Finding) -> bool:
    words = " ".join(_said(finding))
    return any(rule in finding.rule for rule in plot.rules) and all(name in words for name in plot.names)


def _said(finding: Finding) -> Iterator[str]:
    return (said["en"] for said in (finding.text, finding.why, finding.action) if said)
