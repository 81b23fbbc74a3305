"""Did the save rate move since last month, beyond chance?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding
from report_gen.significance import claim
from report_gen.story import Story, months_back
from report_gen.wording import noop, told

ROSE = noop("Save rate rose from {then} to {now}")
FELL = noop("Save rate fell from {then} to {now}")
PLAN = noop("Plan next month around the notes that lead the list of saves.")
LOOK = noop("Look at the pillars below: which of them pulled the rate down, and why.")


def find(story: Story) -> Iterator[Finding]:
    """Speaks only of a significant move; `save_rate_held` has the others."""
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.previous is None or not claim(rate):
        return
    value, previous, before = rate.value, rate.previous, months_back(story.report.month, 1)
    happened, advice = (ROSE, PLAN) if value > previous else (FELL, LOOK)
    yield Finding(
        id="save_rate_moved",
        section="saves",
        importance=0.9,
        evidence={"save_rate": value, "previous": previous, "significant": True},
        text=told(lambda w: w.text(happened, then=w.rate(previous), now=w.rate(value))),
        why=told(
            lambda w: w.text(
                "The change on {month} is beyond chance: it is more than the differences between notes would make.",
                month=w.month_name(before),
            )
        ),
        action=told(lambda w: w.text(advice)),
    )
