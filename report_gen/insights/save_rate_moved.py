"""Did the save rate move since last month, beyond chance?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._sentences import told
from report_gen.report import Finding
from report_gen.story import Story, months_back


def find(story: Story) -> Iterator[Finding]:
    """Speaks of a move only when it is significant; otherwise says that the rate held, with less weight."""
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.previous is None or rate.significant is None:
        return
    value, previous, month = rate.value, rate.previous, story.report.month
    before = months_back(month, 1)
    evidence = {"save_rate": value, "previous": previous, "significant": rate.significant}
    if not rate.significant:
        yield Finding(
            id="save_rate_held",
            section="saves",
            importance=0.3,
            evidence=evidence,
            text=told(
                lambda w: w.text(
                    "Save rate is about the same as in {month}: {now} against {then}",
                    month=w.month_name(before), now=w.rate(value), then=w.rate(previous),
                )
            ),
            why=told(lambda w: w.text("The difference is within what chance gives with this many notes.")),
        )  # fmt: skip
        return
    rose = value > previous
    yield Finding(
        id="save_rate_moved",
        section="saves",
        importance=0.9,
        evidence=evidence,
        text=told(
            lambda w: w.text(
                "Save rate rose from {then} to {now}" if rose else "Save rate fell from {then} to {now}",
                then=w.rate(previous), now=w.rate(value),
            )
        ),
        why=told(
            lambda w: w.text(
                "The change on {month} is beyond chance: it holds whichever note is left out.", month=w.month_name(before)
            )
        ),
        action=told(
            lambda w: w.text(
                "Plan next month around the notes that lead the list of saves."
                if rose
                else "Look at the pillars below: which of them pulled the rate down, and why."
            )
        ),
    )  # fmt: skip
