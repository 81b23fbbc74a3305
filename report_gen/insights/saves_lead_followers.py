"""Do followers come after saves here, and how many days later?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._daily import daily
from report_gen.report import Finding
from report_gen.statistics import following
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
MOST_DAYS = 400

JUDGE = noop("Judge a note by its saves in the first days: they tell of its followers before these come.")


def find(story: Story) -> Iterator[Finding]:
    """Over the last days without a gap, a year at most; only beyond what chance correlates."""
    recent = daily(story.recent)
    found = following(recent.saves[-MOST_DAYS:], recent.followers[-MOST_DAYS:])
    if found is None or story.report.coverage.partial:
        return
    days, watched = found.days, min(len(recent.days), MOST_DAYS)
    yield Finding(
        id="saves_lead_followers",
        section="saves",
        importance=0.6,
        p=found.p,
        evidence={"days_later": days, "correlation": found.correlation, "days": watched},
        text=told(
            lambda w: w.plural(
                "After a day with more saves, more followers come {n} day later",
                "After a day with more saves, more followers come {n} days later",
                days,
            )
        ),
        why=told(lambda w: _why(w, watched)),
        action=told(lambda w: w.text(JUDGE)),
    )


def _why(w: Wording, days: int) -> str:
    return w.plural(
        "Over {n} day, with weekdays and trends taken out, the two go together more than chance would make them.",
        "Over {n} days, with weekdays and trends taken out, the two go together more than chance would make them.",
        days,
    )
