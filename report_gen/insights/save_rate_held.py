"""Is the save rate’s change on last month one that chance could give?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding
from report_gen.significance import claim
from report_gen.story import Story, months_back
from report_gen.wording import told


def find(story: Story) -> Iterator[Finding]:
    """Said of every difference that chance could give; it weighs little."""
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.previous is None or claim(rate) is not False:
        return
    value, previous, before = rate.value, rate.previous, months_back(story.report.month, 1)
    yield Finding(
        id="save_rate_held",
        section="saves",
        importance=0.3,
        evidence={"save_rate": value, "previous": previous, "significant": False},
        text=told(
            lambda w: w.text(
                "Save rate is about the same as in {month}: {now} against {then}",
                month=w.month_name(before), now=w.rate(value), then=w.rate(previous),
            )
        ),
        why=told(lambda w: w.text("Notes differ so much from each other that such a difference could be chance.")),
    )  # fmt: skip
