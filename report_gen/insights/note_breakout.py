"""Which well-seen note is saved far more often than notes here are?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._standouts import Standout, standouts
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import noop, told

TEXT = noop("“{note}” has a save rate of {rate}; the account’s is {other}")
WHY = noop("Enough people saw it for this to be its own rate, and not luck.")
LEARN = noop("Take its title, first picture and build as the pattern for the next notes.")


def find(story: Story) -> Iterator[Finding]:
    """The highest of those that were shown more than the usual note."""
    found = next((s for s in standouts(story) if s.shown >= s.usual), None)
    if found is not None:
        yield _finding(found)


def _finding(found: Standout) -> Finding:
    title, key = found.note.title, found.note.key
    return Finding(
        id="note_breakout",
        section="saves",
        importance=0.45,
        watch=f"notes|{key}|activity|saves",
        evidence={"note": key, "title": title, "save_rate": found.rate, "account_rate": found.account},
        text=told(lambda w: w.text(TEXT, note=title, rate=w.rate(found.rate), other=w.rate(found.account))),
        why=told(lambda w: w.text(WHY)),
        action=told(lambda w: w.text(LEARN)),
    )
