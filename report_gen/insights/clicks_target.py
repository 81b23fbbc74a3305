"""Did click-throughs meet their target?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._sentences import told
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import noop

MET = noop("Click-throughs met their target: {value} of {target}")
MISSED = noop("Click-throughs missed their target: {value} of {target}")


def find(story: Story) -> Iterator[Finding]:
    clicks = story.report.headline.get("click_throughs")
    if clicks is None or clicks.value is None or clicks.target is None or clicks.status is None:
        return
    value, target, met = clicks.value, clicks.target, clicks.status == "met"
    yield Finding(
        id="clicks_target",
        section="click-throughs",
        importance=0.5 if met else 0.6,
        evidence={"click_throughs": value, "target": target},
        text=told(lambda w: w.text(MET if met else MISSED, value=w.count(value), target=w.count(target))),
        action=None if met else told(lambda w: w.text("Say in the most saved notes where to go next.")),
    )
