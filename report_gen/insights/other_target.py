"""Were the other targets met?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._counts import named, written
from report_gen.report import Finding, Headline
from report_gen.story import Story
from report_gen.wording import noop, told

OWN_RULE = ("save_rate", "click_throughs")
SECTIONS = {
    "comments": "comments", "comment_rate": "comments", "search_visibility": "search-rank",
    "click_through_rate": "click-throughs",
}  # fmt: skip

MET = noop("The target of {metric} is met: {value}, where {target} was agreed")
MISSED = noop("The target of {metric} is missed: {value}, where {target} was agreed")


def find(story: Story) -> Iterator[Finding]:
    for metric, one in sorted(story.report.headline.items()):
        if metric not in OWN_RULE and one.status is not None:
            yield _finding(metric, one)


def _finding(metric: str, one: Headline) -> Finding:
    value, target, met = one.value or 0, one.target or 0, one.status == "met"
    return Finding(
        id=f"other_target:{metric}",
        section=SECTIONS.get(metric, "saves"),
        importance=0.32 if met else 0.4,
        evidence={"metric": metric, "value": value, "target": target},
        text=told(
            lambda w: w.text(
                MET if met else MISSED,
                metric=named(w, metric), value=written(w, metric, value), target=written(w, metric, target),
            )
        ),
        watch=f"headline|{metric}|value",
    )  # fmt: skip
