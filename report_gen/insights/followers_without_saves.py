"""Did followers jump while saves did not? A giveaway, or an inflated audience."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import noop, told

JUMP = 2.0
WITH_EVENT = noop("{event}: {saves} saves, against {usual} in a usual month.")
WITHOUT_EVENT = noop("Saves: {saves}, against {usual} in a usual month.")


def find(story: Story) -> Iterator[Finding]:
    """Against the median of the months before: followers at least doubled, saves rose by less than a quarter of that.
    Half a month's saves say nothing beside whole months', so nothing is said of a partial one."""
    if story.report.coverage.partial:
        return
    followers, usual_followers = _against_usual(story, "new_followers")
    saves, usual_saves = _against_usual(story, "saves")
    if not (followers and usual_followers and saves and usual_saves):
        return
    jump, kept = followers / usual_followers, saves / usual_saves
    if jump < JUMP or kept - 1 > (jump - 1) / 4:
        return
    event = story.report.events[0].name if story.report.events else None
    yield Finding(
        id="followers_without_saves",
        section="saves",
        importance=0.75,
        evidence={
            "new_followers": followers, "usual_new_followers": usual_followers, "saves": saves, "usual_saves": usual_saves,
            "event": event,
        },
        text=told(
            lambda w: w.text(
                "Followers came without saves: {followers} new, against {usual} in a usual month",
                followers=w.count(followers), usual=w.count(usual_followers),
            )
        ),
        why=told(
            lambda w: w.text(
                WITH_EVENT if event else WITHOUT_EVENT, event=event, saves=w.count(saves), usual=w.count(usual_saves),
            )
        ),
        action=told(lambda w: w.text("Don’t count these followers as an audience until they save.")),
    )  # fmt: skip


def _against_usual(story: Story, metric: str) -> tuple[float | None, float | None]:
    past = [v for r in story.six_before if (v := r.value(metric)) is not None]
    return story.report.value(metric), median(past) if len(past) >= 2 else None
