"""Which note is saved far more often than others but hardly seen?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._standouts import Standout, standouts
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import noop, told

HARDLY = 2 / 3

TEXT = noop("“{note}” has a save rate of {rate}, but few see it")
SHOWN = {
    "impressions": noop(
        "It was shown {shown} times, the middle note of the month {usual}; the account’s save rate is {other}."
    ),
    "views": noop(
        "It was viewed {shown} times, the middle note of the month {usual}; the account’s save rate is {other}."
    ),
}
PUSH = noop("Put budget behind it, or publish it again with a stronger cover.")


def find(story: Story) -> Iterator[Finding]:
    """The highest of those that were shown less than two thirds as often as the usual note."""
    found = next((s for s in standouts(story) if s.shown < HARDLY * s.usual), None)
    if found is not None and story.report.rate_per in SHOWN:
        yield _finding(found, story.report.rate_per)


def _finding(found: Standout, per: str) -> Finding:
    title, key = found.note.title, found.note.key
    return Finding(
        id="hidden_winner",
        section="saves",
        importance=0.46,
        watch=f"notes|{key}|activity|saves",
        evidence={
            "note": key, "title": title, "save_rate": found.rate, "account_rate": found.account,
            "shown": found.shown, "usual_shown": found.usual,
        },
        text=told(lambda w: w.text(TEXT, note=title, rate=w.rate(found.rate))),
        why=told(
            lambda w: w.text(
                SHOWN[per], shown=w.count(found.shown), usual=w.count(found.usual), other=w.rate(found.account)
            )
        ),
        action=told(lambda w: w.text(PUSH)),
    )  # fmt: skip
