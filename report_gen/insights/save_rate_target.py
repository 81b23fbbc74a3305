"""Is the save rate where it was meant to be?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._sentences import told
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import noop

ABOVE = noop("Save rate is {points} above its target of {target}")
BELOW = noop("Save rate is {points} below its target of {target}")


def find(story: Story) -> Iterator[Finding]:
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.target is None or rate.status is None:
        return
    value, target, met = rate.value, rate.target, rate.status == "met"
    running = _months_met(story) if met else 0
    apart = abs(value - target)
    yield Finding(
        id="save_rate_target",
        section="saves",
        importance=0.7 if met else 0.85,
        evidence={"save_rate": value, "target": target, "difference": apart, "months_met": running},
        text=told(lambda w: w.text(ABOVE if met else BELOW, points=w.points(apart), target=w.rate(target))),
        why=told(
            lambda w: w.plural("Above target for {n} month running.", "Above target for {n} months running.", running)
        )
        if running > 1
        else None,
        action=None
        if met
        else told(lambda w: w.text("Agree whether the target stands, and which pillar should close the gap.")),
    )


def _months_met(story: Story) -> int:
    """How many months up to this one met their target, without a gap."""
    count = 0
    for report in reversed(story.reports):
        rate = report.headline.get("save_rate")
        if rate is None or rate.status != "met":
            break
        count += 1
    return count
